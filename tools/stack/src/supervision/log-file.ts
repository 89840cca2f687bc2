import { copyFile, mkdir, readdir, rename, stat, truncate } from 'node:fs/promises';
import path from 'node:path';

const MAX_BYTES = 10 * 1024 * 1024;
const CHECK_MS = 5_000;

export const logFileOf = (folder: string, part: string): string => path.join(folder, `${part}.log`);

/** Puts the logs of the run before aside as `.1`. */
export async function keepPreviousLogs(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.log'))) {
    await rename(path.join(folder, file), path.join(folder, `${file}.1`));
  }
}

/**
 * Keeps every log below a bound until the returned function is called. Parts write into their files by
 * themselves and in append mode, so a full one is copied to `.1` and emptied in place; a line written between
 * the two is lost.
 */
export function boundLogs(folder: string, onError: (error: unknown) => void): () => void {
  const timer = setInterval(() => void rotateFull(folder).catch(onError), CHECK_MS);
  return () => clearInterval(timer);
}

async function rotateFull(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.log'))) {
    const file = path.join(folder, name);
    if ((await stat(file)).size < MAX_BYTES) continue;
    await copyFile(file, `${file}.1`);
    await truncate(file);
  }
}
