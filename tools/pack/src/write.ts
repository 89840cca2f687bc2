import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { FORMATS, type Built, type Format } from './compile.js';
import { LIBS, WORKSPACE, type Package } from './package.js';

const MODULE_TYPE: Readonly<Record<Format, string>> = { esm: 'module', cjs: 'commonjs' };

/** The folder of one package, as it is packed. */
export async function writePackage(
  { lib, manifest, written }: Package,
  built: readonly Built[],
  folder: string,
): Promise<void> {
  await makeRoom(folder, manifest.name);
  const files = [
    ...built,
    { file: 'package.json', text: json(publishable(written)) },
    ...FORMATS.map((format) => ({
      file: `dist/${format}/package.json`,
      text: json({ type: MODULE_TYPE[format], sideEffects: false }),
    })),
  ];
  for (const { file, text } of files) {
    const place = path.join(folder, file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, text);
  }
  await copyFile(path.join(LIBS, lib, 'README.md'), path.join(folder, 'README.md'));
  const license = path.join(WORKSPACE, 'LICENSE');
  if (existsSync(license)) await copyFile(license, path.join(folder, 'LICENSE'));
}

const earlierSchema = z.object({ name: z.string(), private: z.undefined().optional() });

/**
 * Takes away what was built here earlier, and nothing else: `--out libs` must not cost the sources.
 *
 * @throws when the folder holds anything else.
 */
export async function makeRoom(folder: string, name: string): Promise<void> {
  if (!existsSync(folder)) return;
  const manifest = path.join(folder, 'package.json');
  const found = earlierSchema.safeParse(
    existsSync(manifest) ? JSON.parse(await readFile(manifest, 'utf8')) : {},
  );
  if (found.data?.name !== name) {
    throw new Error(
      `${folder} exists and was not built by this tool; remove it, or give --out another folder`,
    );
  }
  await rm(folder, { recursive: true });
}

/** The lib's own manifest is private, for its folder holds nothing to run; what is built here may go out. */
export function publishable(written: Package['written']): object {
  return Object.fromEntries(Object.entries(written).filter(([field]) => field !== 'private'));
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
