import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const projectSchema = z.object({ name: z.string(), targets: z.record(z.string(), z.unknown()) });

export interface Project {
  readonly folder: string;
  readonly targets: readonly string[];
}

export async function projectsOf(workspace: string): Promise<readonly Project[]> {
  const rooms = ['apps', 'libs', 'tools'];
  const folders = await Promise.all(
    rooms.map(async (room) =>
      (await readdir(path.join(workspace, room))).map((name) => path.join(room, name)),
    ),
  );
  return Promise.all(
    folders
      .flat()
      .filter((folder) => existsSync(path.join(workspace, folder, 'project.json')))
      .map((folder) => readProject(workspace, folder)),
  );
}

async function readProject(workspace: string, folder: string): Promise<Project> {
  const text = await readFile(path.join(workspace, folder, 'project.json'), 'utf8');
  return { folder, targets: Object.keys(projectSchema.parse(JSON.parse(text)).targets) };
}
