import path from 'node:path';
import { ensurePrograms, REPOSITORY, type Command } from '@aura/parts';
import { HELP, readArguments } from './arguments.js';
import { checkMutants } from './mutants/check.js';
import { LIST, readEquivalent } from './mutants/equivalent.js';
import type { Tried } from './mutants/judge.js';
import type { Trial } from './mutants/plan.js';
import { mutantFigure, storyFigure, storyLine } from './report.js';
import { readShipped, type Shipped } from './story-files.js';
import { tellAll, unmatched } from './tell.js';

const TOLD_EVERY = 100;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const shipped = await readShipped(REPOSITORY);
  const wanted = readArguments(args, shipped.alerts);
  if (wanted.wants === 'help') return say(HELP, 0);
  if (wanted.wants === 'nothing') return complain(`stories: ${wanted.problem}\n\n${HELP}`);
  const promtool = (await ensurePrograms(['promtool'])).get('promtool');
  if (promtool === undefined || 'missing' in promtool) {
    const why = promtool === undefined ? 'promtool was not looked for' : promtool.reason;
    return say(`SKIP: no story can be told without promtool: ${why}\n`, 0);
  }
  const { alerts } = wanted;
  return wanted.wants === 'mutants'
    ? await tryMutants(promtool, shipped, alerts)
    : await tellStories(promtool, shipped, alerts);
}

async function tellStories(
  promtool: Command,
  { groups, alerts, stories }: Shipped,
  wanted: readonly string[],
): Promise<number> {
  const chosen = stories.filter(({ alert }) => wanted.includes(alert));
  const told = await tellAll(promtool, { groups, stories: chosen }, (one) => {
    process.stdout.write(`${storyLine(one)}\n`);
  });
  const missing = unmatched({ alerts, stories });
  const untold = missing.untold.filter((alert) => wanted.includes(alert));
  const { figure, isWell } = storyFigure(told, { ...missing, untold });
  return say(`${figure}\n`, isWell ? 0 : 1);
}

async function tryMutants(
  promtool: Command,
  shipped: Shipped,
  wanted: readonly string[],
): Promise<number> {
  const isWanted = ({ stories }: Trial): boolean =>
    stories.some(({ alert }) => wanted.includes(alert));
  const judgement = await checkMutants(promtool, shipped, {
    listed: await readEquivalent(path.join(REPOSITORY, LIST)),
    choose: (trials) => trials.filter(isWanted),
    onTried: progress(),
  });
  return say(`${mutantFigure(judgement, shipped)}\n`, judgement.faults.length === 0 ? 0 : 1);
}

function progress(): (tried: Tried, trials: number) => void {
  let count = 0;
  return ({ mutant }, trials) => {
    count += 1;
    if (count % TOLD_EVERY !== 0) return;
    process.stderr.write(`${String(count)} of ${String(trials)} tried, at ${mutant.of}\n`);
  };
}

function say(text: string, exitCode: number): number {
  process.stdout.write(text);
  return exitCode;
}

function complain(text: string): number {
  process.stderr.write(text);
  return 2;
}
