import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from './command.js';
import { relocate } from './relocate.js';

export async function asItIs(_root: string, bin: string): Promise<Command> {
  return Promise.resolve({ bin, args: [] });
}

export async function relocated(root: string, bin: string): Promise<Command> {
  return { bin: await relocate(bin), args: [], cwd: root };
}

export async function withWebAssets(root: string, bin: string): Promise<Command> {
  const assets = `--web.local-assets=${root}/usr/share/prometheus/web/`;
  return Promise.resolve({ bin, args: [assets] });
}

/** The folder of libraries is named after the architecture. */
export async function withLibraries(root: string, bin: string): Promise<Command> {
  const folders = await readdir(path.join(root, 'usr/lib'));
  const searched = folders.map((folder) => path.join(root, 'usr/lib', folder));
  return { bin, args: [], env: { LD_LIBRARY_PATH: searched.join(path.delimiter) } };
}
