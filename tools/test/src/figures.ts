import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Tally } from './step.js';

export type Kind = 'unit' | 'integration';

const figuresSchema = z.object({
  passed: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  skipped: z.int().nonnegative(),
  suites: z.int().nonnegative(),
  skippedTests: z.array(z.string()),
});
type Figures = z.infer<typeof figuresSchema>;

/** Old figures go, so that only those of this run, or those Nx restores with a cached run, are counted. */
export async function forget(folder: string, projects: readonly string[], kind: Kind) {
  await mkdir(folder, { recursive: true });
  await Promise.all(
    projects.map((project) => rm(path.join(folder, fileName(project, kind)), { force: true })),
  );
}

/** A project that left no figures did not get as far as counting: one failure. */
export async function count(folder: string, projects: readonly string[], kind: Kind) {
  const present = new Set(await readdir(folder));
  const silent = projects.filter((project) => !present.has(fileName(project, kind)));
  const counted = projects.filter((project) => present.has(fileName(project, kind)));
  const figures = await Promise.all(
    counted.map((project) => read(path.join(folder, fileName(project, kind)))),
  );
  const skips = counted.flatMap((project, index) =>
    (figures[index]?.skippedTests ?? []).map((test) => `${project}: ${test}`),
  );
  const total = (pick: (one: Figures) => number): number =>
    figures.reduce((sum, one) => sum + pick(one), 0);
  const tally: Tally = {
    passed: total(({ passed }) => passed),
    failed: total(({ failed }) => failed) + silent.length,
    skipped: total(({ skipped }) => skipped),
  };
  return { ...tally, suites: total(({ suites }) => suites), skips, silent };
}

function fileName(project: string, kind: Kind): string {
  return `${project}.${kind}.json`;
}

async function read(file: string): Promise<Figures> {
  return figuresSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}
