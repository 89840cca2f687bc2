import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Outcome, fail, pass } from '../step.js';
import { WORKSPACE } from '../workspace.js';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});
export type Lock = z.infer<typeof lockSchema>;

/** The lock installs on every platform: npm silently leaves out binaries that a registry lacks. */
export async function versions(): Promise<Outcome> {
  const lock = lockSchema.parse(
    JSON.parse(await readFile(path.join(WORKSPACE, 'package-lock.json'), 'utf8')),
  );
  const missing = missingBinaries(lock);
  if (missing.length === 0) return pass(`Node ${process.versions.node}, lock complete`);
  return fail(
    [
      'package-lock.json lacks platform binaries, so `npm ci` fails on other machines:',
      ...missing.map(({ of, lacks }) => `  ${of}: ${lacks.join(', ')}`),
      'Pin the package to a version whose binaries are all published.',
    ].join('\n'),
  );
}

export function missingBinaries({ packages }: Lock) {
  return Object.entries(packages)
    .map(([of, { optionalDependencies = {} }]) => ({
      of,
      lacks: Object.keys(optionalDependencies).filter((name) => !isReachable(packages, of, name)),
    }))
    .filter(({ lacks }) => lacks.length > 0);
}

/** Node looks in the package's own node_modules first, then in each one above it. */
function isReachable(packages: Lock['packages'], from: string, name: string): boolean {
  const places = [`${from}/node_modules/${name}`, `node_modules/${name}`];
  for (
    let at = from.lastIndexOf('/node_modules/');
    at > 0;
    at = from.lastIndexOf('/node_modules/', at - 1)
  ) {
    places.push(`${from.slice(0, at)}/node_modules/${name}`);
  }
  return places.some((place) => place in packages);
}
