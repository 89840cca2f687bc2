import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { absent, tryLock } from '@aura/parts';
import type { Layout } from '../layout.js';

/** The right to break things: one process has it at a time, so that none undoes what another has done. */
export interface Turn {
  release(): Promise<void>;
}

export type Asked = Turn | { readonly refusal: string };

/**
 * Takes the turn, or says who has it. The kernel keeps the lock and drops it with its holder, so that a drill that
 * was killed is in nobody's way; the file only tells people the holder's pid.
 */
export async function takeTurn({ home, run }: Pick<Layout, 'home' | 'run'>): Promise<Asked> {
  const file = path.join(run, 'drill.pid');
  const lock = await tryLock(`drill:${home}`);
  if (lock === 'taken') {
    const holder = (await readFile(file, 'utf8').catch(absent))?.trim();
    return { refusal: holder === undefined ? HOLDER_UNKNOWN : refusal(holder) };
  }
  await writeFile(file, `${process.pid}\n`).catch(async (error: unknown) => {
    await lock.release();
    throw new Error(`${file} could not be written; does the stack still run?`, { cause: error });
  });
  return {
    release: async () => {
      await rm(file, { force: true });
      await lock.release();
    },
  };
}

/** The file is written a moment after the lock is taken. */
const HOLDER_UNKNOWN = 'another drill begins at this very moment; try again when it is over';

function refusal(pid: string): string {
  return `another drill runs as process ${pid}: wait until it is over, or end it with kill -INT ${pid}, which undoes its cause`;
}
