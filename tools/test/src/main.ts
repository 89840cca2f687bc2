import { parseArgs } from 'node:util';
import { stopAll } from './command.js';
import { Progress } from './progress.js';
import { type Done, closing, resultLine } from './report.js';
import { type Outcome, type Step, fail } from './step.js';
import { STAGES, STEPS } from './steps/table.js';

const HELP = `usage: npm test [-- --only STEP,STEP] [-- --list]

Runs every check of the repository, goes on after a failing one, and ends with the line
"N passed, N failed, N skipped" (each test counts as one, each other check as one).

  --only STEP,…  only these steps
  --list         the steps
  --help         this
`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return say(HELP, 0);
  if (values.list) {
    return say(STEPS.map(({ name, about }) => `${name.padEnd(12)} ${about}\n`).join(''), 0);
  }
  const names = values.only?.split(',') ?? STEPS.map(({ name }) => name);
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) return say(`no step ${unknown.join(', ')}; --list shows them\n`, 2);
  return runSteps(new Set(names));
}

async function runSteps(names: ReadonlySet<string>): Promise<number> {
  stopOnSignals();
  const progress = new Progress();
  const done: Done[] = [];
  for (const lanes of STAGES) {
    await Promise.all(lanes.map((lane) => runLane(lane.filter(({ name }) => names.has(name)))));
  }
  console.log(closing(done));
  return done.some(({ outcome }) => outcome.failed > 0) ? 1 : 0;

  async function runLane(lane: readonly Step[]): Promise<void> {
    for (const step of lane) {
      const result = await runStep(step, progress);
      done.push(result);
      console.log(resultLine(result));
    }
  }
}

async function runStep(step: Step, progress: Progress): Promise<Done> {
  const started = performance.now();
  const finish = progress.follow(step);
  const outcome = await step.run().catch(broken);
  finish();
  return { name: step.name, outcome, seconds: (performance.now() - started) / 1_000 };
}

/** A step that throws is a defect of the step; the others still have something to say. */
function broken(error: unknown): Outcome {
  return fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

function stopOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void stopAll().then(() => process.exit(130)));
  }
}

function say(text: string, code: number): number {
  process.stdout.write(text);
  return code;
}
