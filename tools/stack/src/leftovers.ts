import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { orphansOf, readState } from './control/state.js';
import type { Layout } from './layout.js';
import { isAlive, signalAll, treeOf, type ProcessId } from './supervision/proc.js';

const GRACE_MS = 10_000;
const POLL_MS = 50;

/** Ends what a killed launcher left running and clears its folder. Says how many parts that were. */
export async function clearLeftovers(layout: Layout): Promise<number> {
  const state = await readState(layout.state);
  if (state === undefined) return 0;
  const orphans = await orphansOf(state);
  const trees = await Promise.all(orphans.map(({ pid }) => treeOf(pid)));
  // SIGINT is what PostgreSQL's fast shutdown takes, and every other part ends on it as on SIGTERM.
  await signalAll(orphans, 'SIGINT');
  await untilGone(orphans, Date.now() + GRACE_MS);
  await signalAll(trees.flat(), 'SIGKILL');
  await rm(layout.run, { recursive: true, force: true });
  return orphans.length;
}

async function untilGone(processes: readonly ProcessId[], deadlineMs: number): Promise<void> {
  while (Date.now() < deadlineMs) {
    const areAlive = await Promise.all(processes.map(isAlive));
    if (!areAlive.includes(true)) return;
    await pause(POLL_MS);
  }
}
