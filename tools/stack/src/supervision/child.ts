import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from '@aura/parts';
import { identify, signalAll, signalUnlessGone, treeOf, type ProcessId } from './proc.js';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly id: ProcessId;
  /** Settles when the process is gone and what it had started has been told to go. */
  readonly exited: Promise<Exit>;
  /** Asks with `signal`; after `graceMs` everything that is left is killed. */
  stop(signal: NodeJS.Signals, graceMs: number): Promise<void>;
}

/**
 * The child leads a process group of its own: Ctrl-C in the terminal reaches the launcher alone, and the group
 * can be cleared when the child has died. It writes into the log file by itself, so it outlives a killed launcher.
 */
export async function startChild(command: Command, logFile: string): Promise<Child> {
  const log = await open(logFile, 'a');
  const { bin, args, cwd, user, env } = command;
  const child = spawn(bin, args, {
    cwd,
    ...user,
    env,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  const { pid } = child;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      if (pid !== undefined) signalUnlessGone(-pid, 'SIGKILL');
      resolve({ code, signal });
    });
  });
  await once(child, 'spawn').finally(() => log.close());
  if (pid === undefined) throw new Error(`${bin} was started and has no pid`);
  const id = (await identify(pid)) ?? { pid, startTicks: 'gone before it could be read' };
  return { id, exited, stop: (signal, graceMs) => stop({ id, exited }, signal, graceMs) };
}

/** The child alone is asked: it knows best in which order to end what it has started. */
async function stop(
  { id, exited }: Pick<Child, 'id' | 'exited'>,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  const tree = await treeOf(id.pid);
  await signalAll([id], signal);
  const patience = new AbortController();
  const isGone = await Promise.race([
    exited.then(() => true),
    pause(graceMs, false, { signal: patience.signal }).catch(() => false),
  ]);
  patience.abort();
  if (!isGone) signalUnlessGone(-id.pid, 'SIGKILL');
  await exited;
  await signalAll(tree, 'SIGKILL');
}
