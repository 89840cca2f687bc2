import { run } from '@aura/parts';
import type { Compose } from '../compose.js';

const EXEC_DEADLINE_MS = 20_000;

/** What is held against the running containers: a claim, and what speaks against it. */
export interface Check {
  readonly claim: string;
  readonly against: readonly string[];
}

export const checkOf = (claim: string, against: readonly string[]): Check => ({ claim, against });

/** A command in a container, as its own user. */
export async function inside(
  at: Compose,
  id: string,
  command: string,
): Promise<{ readonly ok: boolean; readonly text: string }> {
  const args = ['exec', id, 'sh', '-c', command];
  const finished = await run({ bin: at.engine.docker, args }, EXEC_DEADLINE_MS);
  return finished.ok ? { ok: true, text: finished.stdout } : { ok: false, text: finished.reason };
}
