import { open, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { absent } from '@aura/parts';
import type { Layout } from './layout.js';
import { logFileOf } from './supervision/log-file.js';

const POLL_MS = 200;
const CHUNK_BYTES = 64 * 1024;

/** Prints a part's log; with `follow` also what comes after, until interrupted. */
export async function logs(
  layout: Layout,
  part: string,
  { follow }: { readonly follow: boolean },
): Promise<number> {
  const file = logFileOf(layout.logs, part);
  if (!(await stat(file).catch(absent))) {
    console.error(`${part} has written no log yet`);
    return 1;
  }
  let at = await printFrom(file, 0);
  while (follow) {
    await pause(POLL_MS);
    const { size } = await stat(file);
    at = await printFrom(file, size < at ? 0 : at); // smaller than what was read: cut, or begun anew
  }
  return 0;
}

async function printFrom(file: string, start: number): Promise<number> {
  const handle = await open(file);
  try {
    let at = start;
    for (;;) {
      const { bytesRead, buffer } = await handle.read({
        buffer: Buffer.alloc(CHUNK_BYTES),
        position: at,
      });
      if (bytesRead === 0) return at;
      process.stdout.write(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
}
