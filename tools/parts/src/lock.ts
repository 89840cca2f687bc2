import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from './error-code.js';

const POLL_MS = 250;

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock of this name on this machine, or says that another process has it. The lock is a listening
 * socket in Linux' abstract namespace: the kernel drops it when its holder dies, however it dies, so no lock
 * is ever stale and no file is left behind.
 */
export async function tryLock(name: string): Promise<Lock | 'taken'> {
  const server = createServer((stranger) => stranger.destroy());
  try {
    server.listen({ path: `\0aura:${createHash('sha256').update(name).digest('hex')}` });
    await once(server, 'listening');
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return 'taken';
    throw error;
  }
  server.unref();
  return { release: () => close(server) };
}

/** Waits its turn for as long as `signal` lets it; `onWait` hears that there is a wait, once. */
export async function waitForLock(
  name: string,
  { signal, onWait }: { readonly signal: AbortSignal; readonly onWait: () => void },
): Promise<Lock> {
  let lock = await tryLock(name);
  if (lock === 'taken') onWait();
  while (lock === 'taken') {
    await pause(POLL_MS, undefined, { signal });
    lock = await tryLock(name);
  }
  return lock;
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
