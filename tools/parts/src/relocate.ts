import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exists } from './files.js';

/**
 * Debian's Alertmanager and amtool open their default template by an absolute path, and exit where the package
 * is unpacked instead of installed. A mount namespace could show them that path, but many containers and
 * hardened kernels refuse one to ordinary users. A copy that looks below its working folder starts everywhere:
 * the new path has the old one's length (a doubled slash is one slash), so that nothing in the program moves.
 */
const ABSOLUTE = Buffer.from('/usr/share/prometheus/alertmanager');
const RELATIVE = Buffer.from('usr/share/prometheus//alertmanager');

/** The program made of `bin`, and beside it, that finds its files below `usr` of its working folder. */
export async function relocate(bin: string): Promise<string> {
  const copy = path.join(path.dirname(bin), `relocated-${path.basename(bin)}`);
  if (await exists(copy)) return copy;
  const unfinished = `${copy}.${String(process.pid)}`;
  await writeFile(unfinished, replaceEvery(await readFile(bin), ABSOLUTE, RELATIVE));
  await chmod(unfinished, 0o755);
  await rename(unfinished, copy);
  return copy;
}

/** `from` and `to` are of one length. A program that does not hold `from` comes back as it is. */
export function replaceEvery(program: Buffer, from: Buffer, to: Buffer): Buffer {
  const changed = Buffer.from(program);
  for (let at = changed.indexOf(from); at !== -1; at = changed.indexOf(from, at + to.length)) {
    to.copy(changed, at);
  }
  return changed;
}
