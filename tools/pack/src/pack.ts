import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { FORMATS, compile } from './compile.js';
import { faultsOf, lockSchema } from './faults.js';
import { importsOf } from './imports.js';
import { WORKSPACE, readPackages } from './package.js';
import { npmPack, type Tarball } from './tarball.js';
import { writePackage } from './write.js';

/**
 * Builds the packages into `out/<lib>` and packs them.
 *
 * @throws when the sources do not compile, or a manifest does not tell what the code needs.
 */
export async function pack(out: string): Promise<readonly Tarball[]> {
  const packages = await readPackages();
  const built = FORMATS.flatMap((format) => compile(packages, format));
  const lock = lockSchema.parse(
    JSON.parse(await readFile(path.join(WORKSPACE, 'package-lock.json'), 'utf8')),
  );
  const faults = faultsOf({ packages, imported: importsOf(built), lock });
  if (faults.length > 0) throw new Error(faults.join('\n'));
  await mkdir(out, { recursive: true });
  const folders = packages.map(({ lib }) => path.join(out, lib));
  for (const [i, one] of packages.entries()) {
    const own = built.filter(({ lib }) => lib === one.lib);
    await writePackage(one, own, folders[i] ?? out);
  }
  await forgetTarballs(out);
  return npmPack(folders, out);
}

/** Those of an earlier version would be installed beside the new ones. */
async function forgetTarballs(out: string): Promise<void> {
  const old = (await readdir(out)).filter((file) => /^aura-.*\.tgz$/.test(file));
  await Promise.all(old.map((file) => rm(path.join(out, file))));
}
