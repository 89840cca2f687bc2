import { lstat } from 'node:fs/promises';
import { errorCode } from './error-code.js';

/** For `.catch`: a file that is not there is an answer, any other trouble stays an error. */
export function absent(error: unknown): undefined {
  if (errorCode(error) === 'ENOENT') return undefined;
  throw error;
}

export async function exists(file: string): Promise<boolean> {
  return (await lstat(file).catch(absent)) !== undefined;
}

/** In bytes; 0 where there is no such file. */
export async function sizeOf(file: string): Promise<number> {
  return (await lstat(file).catch(absent))?.size ?? 0;
}
