import path from 'node:path';

/** The folders programs are looked for in. */
export const SEARCH_PATH: readonly string[] = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .filter((folder) => folder !== '');
