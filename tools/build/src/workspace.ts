import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

export const WORKSPACE = path.resolve(import.meta.dirname, '../../..');

const projectSchema = z.object({
  name: z.string(),
  metadata: z.object({ runtimeDependencies: z.array(z.string()).default([]) }).optional(),
});

export interface App {
  readonly name: string;
  readonly main: string;
  /** Packages that the app loads by a name computed at run time, so that no import shows them. */
  readonly runtimeDependencies: readonly string[];
}

export async function readApp(name: string): Promise<App> {
  const folder = path.join(WORKSPACE, 'apps', name);
  const project = projectSchema.parse(await readJson(path.join(folder, 'project.json')));
  return {
    name: project.name,
    main: path.join(folder, 'src/main.ts'),
    runtimeDependencies: project.metadata?.runtimeDependencies ?? [],
  };
}

export async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8')) as unknown;
}
