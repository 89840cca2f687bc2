import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { installed, run } from '../command.js';
import { type Outcome, type Step, fail, pass, skip, together } from '../step.js';
import { deploy } from './deploy.js';
import { rules } from './generated.js';
import { projectsWith, runMany, runSpecs } from './nx.js';
import { reach } from './reach.js';
import { WORKSPACE } from '../workspace.js';
import { versions } from './versions.js';

const MINUTE_MS = 60_000;
const PRETTIER = ['--check', '--cache', '--cache-strategy=content', '.'];
/** The project whose specs are the lint canary; it is shown as a step of its own. */
const CANARY = 'lint';

type Lane = readonly Step[];

const AT_ONCE: Lane = [
  { name: 'versions', about: 'the lock installs on every platform', run: versions },
  { name: 'reach', about: 'every spec is run by a target', run: reach },
];

/** One core's work for longer than all the other readings of the tree together. */
const LINT: Lane = [
  {
    name: 'lint',
    about: 'ESLint, boundaries included',
    run: () => program('eslint', ['--max-warnings', '0', '.'], 10),
  },
];

const READINGS: Lane = [
  { name: 'format', about: 'Prettier', run: () => program('prettier', PRETTIER) },
  { name: 'knip', about: 'no dead exports and dependencies', run: () => program('knip', []) },
  { name: 'generated', about: 'generated files match their definitions', run: generated },
  { name: 'canary', about: 'lint refuses what it must', run: canary },
  { name: 'typecheck', about: 'tsc over libs, apps and tools', run: typecheck },
  { name: 'build', about: 'dist/apps/*', run: () => runMany('build', 5) },
  { name: 'rules', about: 'promtool and amtool read the generated files', run: rules },
  { name: 'deploy', about: 'a built app installs and serves elsewhere', run: deploy },
];

/** They keep both cores busy, or measure: nothing runs beside them. */
const SPECS: Lane = [
  { name: 'unit', about: 'specs that need nothing but Node', run: unit },
  {
    name: 'integration',
    about: 'specs on real PostgreSQL, Prometheus, browsers',
    run: integration,
  },
];

/** One stage after the other; the lanes of a stage side by side, the steps of a lane in their order. */
export const STAGES: readonly (readonly Lane[])[] = [[AT_ONCE], [LINT, READINGS], [SPECS]];

export const STEPS: readonly Step[] = STAGES.flat(2);

async function program(name: string, args: readonly string[], minutes = 3): Promise<Outcome> {
  const { ok, output } = await run({
    program: installed(name),
    args,
    deadlineMs: minutes * MINUTE_MS,
  });
  return ok ? pass() : fail(output);
}

/** The whole tree as one program, which reads each file once; then what pure libs ship, without Node and Jest. */
async function typecheck(): Promise<Outcome> {
  const libs = await readdir(path.join(WORKSPACE, 'libs'));
  const shipped = libs
    .map((lib) => path.join('libs', lib, 'tsconfig.lib.json'))
    .filter((project) => existsSync(path.join(WORKSPACE, project)));
  const outcomes: Outcome[] = [];
  for (const project of ['tsconfig.json', ...shipped]) {
    outcomes.push(await program('tsc', ['-p', project], 5));
  }
  return together(outcomes);
}

async function generated(): Promise<Outcome> {
  const { ok, output } = await run({
    program: process.execPath,
    args: ['tools/door.mjs', 'generate', '--check'],
    deadlineMs: 2 * MINUTE_MS,
  });
  return ok ? pass(output.trim()) : fail(output);
}

function canary(): Promise<Outcome> {
  return runSpecs({ target: 'test', kind: 'unit', minutes: 5, parallel: 1, projects: [CANARY] });
}

async function unit(): Promise<Outcome> {
  const projects = (await projectsWith('test')).filter((project) => project !== CANARY);
  return runSpecs({ target: 'test', kind: 'unit', minutes: 10, parallel: 2, projects });
}

/** One project after the other: side by side the real processes would measure each other. */
async function integration(): Promise<Outcome> {
  const projects = await projectsWith('integration');
  if (projects.length === 0) return skip('no project has integration specs');
  return runSpecs({
    target: 'integration',
    kind: 'integration',
    minutes: 25,
    parallel: 1,
    projects,
  });
}
