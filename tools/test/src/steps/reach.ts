import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Outcome, fail, pass } from '../step.js';
import { WORKSPACE } from '../workspace.js';
import { projectsOf } from './projects.js';

/** Every spec belongs to a target: a spec that nothing runs would pass in silence for ever. */
export async function reach(): Promise<Outcome> {
  const projects = await projectsOf(WORKSPACE);
  const unreached = await Promise.all(
    projects.map(async ({ folder, targets }) => {
      const files = await readdir(path.join(WORKSPACE, folder), { recursive: true });
      return wanted(files)
        .filter((target) => !targets.includes(target))
        .map((target) => `${folder}/project.json has no target "${target}", but has such specs`);
    }),
  );
  const trouble = unreached.flat();
  return trouble.length === 0 ? pass(`${projects.length} projects`) : fail(trouble.join('\n'));
}

/** The targets that the specs among these files need. */
export function wanted(files: readonly string[]): readonly string[] {
  const specs = files.filter((file) => file.endsWith('.spec.ts'));
  const real = specs.filter((file) => file.endsWith('.integration.spec.ts'));
  return [
    ...(specs.length > real.length ? ['test'] : []),
    ...(real.length > 0 ? ['integration'] : []),
  ];
}
