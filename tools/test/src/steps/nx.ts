import { z } from 'zod';
import { type Ended, installed, run } from '../command.js';
import { type Kind, count, forget } from '../figures.js';
import { type Outcome, fail, pass } from '../step.js';
import { RESULTS } from '../workspace.js';

const MINUTE_MS = 60_000;

async function nx(args: readonly string[], minutes: number): Promise<Ended> {
  return run({ program: installed('nx'), args, deadlineMs: minutes * MINUTE_MS });
}

/** One target over every project that has it, as one check. */
export async function runMany(target: string, minutes: number): Promise<Outcome> {
  const { ok, output } = await nx(['run-many', '-t', target], minutes);
  return ok ? pass(cacheNote(output)) : fail(output);
}

interface Specs {
  readonly target: string;
  readonly kind: Kind;
  readonly minutes: number;
  readonly parallel: number;
  readonly projects: readonly string[];
}

/** The specs of the projects, counted one by one from what each Jest run wrote down. */
export async function runSpecs({ target, kind, minutes, parallel, projects }: Specs) {
  await forget(RESULTS, projects, kind);
  const chosen = ['-t', target, '-p', projects.join(','), `--parallel=${parallel}`];
  const { ok, output } = await nx(['run-many', ...chosen], minutes);
  const { suites, silent, skips, ...tally } = await count(RESULTS, projects, kind);
  const note = [`${suites} suites`, cacheNote(output)].filter(Boolean).join(', ');
  if (ok && tally.failed === 0) return { ...tally, skips, note };
  const lines = silent.map((project) => `${project}: left no figures, see its output`);
  const failed = Math.max(tally.failed, 1);
  return { ...tally, failed, skips, note, trouble: [output, ...lines].join('\n') };
}

export async function projectsWith(target: string): Promise<readonly string[]> {
  const { ok, output } = await nx(['show', 'projects', '--with-target', target, '--json'], 2);
  if (!ok) throw new Error(`Nx could not list the projects that have "${target}":\n${output}`);
  const line = output.split('\n').find((text) => text.startsWith('['));
  return z.array(z.string()).parse(JSON.parse(line ?? ''));
}

function cacheNote(output: string): string | undefined {
  const hits = /Cache:\s+(\d+)\/(\d+) hit/.exec(output);
  return hits === null ? undefined : `${hits[1] ?? ''} of ${hits[2] ?? ''} from the cache`;
}
