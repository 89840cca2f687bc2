import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GENERATED } from './artefacts.js';

/** The text of each wanted file that exists, and of everything else in the generated folder. */
export async function readDisk(
  root: string,
  wanted: Iterable<string>,
): Promise<Map<string, string>> {
  const paths = new Set([...wanted, ...(await filesBelow(root, GENERATED))]);
  const texts = await Promise.all(
    [...paths].map(async (file) => [file, await textOf(path.join(root, file))] as const),
  );
  return new Map(
    texts.flatMap(([file, text]) => (text === undefined ? [] : [[file, text] as const])),
  );
}

export async function writeDisk(root: string, file: string, text: string): Promise<void> {
  const target = path.join(root, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, text);
}

export async function removeFromDisk(root: string, file: string): Promise<void> {
  await rm(path.join(root, file));
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), {
    recursive: true,
    withFileTypes: true,
  }).catch((error: unknown) => absentAs(error, []));
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => absentAs(error, undefined));
}

function absentAs<T>(error: unknown, nothing: T): T {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return nothing;
  throw error;
}
