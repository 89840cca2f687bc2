type Flush = () => Promise<unknown>;

interface AtExit {
  readonly flushes: Set<Flush>;
  readonly uninstall: () => void;
}

// A registered symbol, so that two copies of this library in one process share one pair of listeners; the
// process's own list of listeners is where they find it.
const AT_EXIT = Symbol.for('@aura/instrumentation/push-at-exit');

/**
 * Calls `flush` when the process has nothing else to do, and on SIGTERM; what it gives back takes that away.
 *
 * A listener of SIGTERM keeps the process from ending, so where it is the only one it sends the signal again
 * once all is flushed. Other listeners are left to end the process as they see fit, and their signal, sent
 * again after their own work as Nest does, is flushed for anew.
 */
export function flushAtExit(flush: Flush): () => void {
  const atExit = installed() ?? install();
  atExit.flushes.add(flush);
  return () => {
    atExit.flushes.delete(flush);
    if (atExit.flushes.size === 0) atExit.uninstall();
  };
}

function installed(): AtExit | undefined {
  const listeners: readonly object[] = process.listeners('beforeExit');
  return listeners.find(isOurs)?.[AT_EXIT];
}

function isOurs(listener: object): listener is { readonly [AT_EXIT]: AtExit } {
  return AT_EXIT in listener;
}

function install(): AtExit {
  const flushes = new Set<Flush>();
  let flushed: Promise<unknown> = Promise.resolve();
  const flushAll = (): Promise<unknown> => Promise.allSettled([...flushes].map((flush) => flush()));
  const beforeExit = Object.assign(
    () => {
      // Once: work done here makes Node emit the event again, without end.
      void flushAll().then(uninstall);
    },
    { [AT_EXIT]: { flushes, uninstall } },
  );
  const onSigterm = (): void => {
    const isAlone = process.listenerCount('SIGTERM') === 1;
    flushed = flushed.then(flushAll).then(() => {
      if (!isAlone) return;
      uninstall();
      process.kill(process.pid, 'SIGTERM');
    });
  };
  function uninstall(): void {
    process.off('beforeExit', beforeExit);
    process.off('SIGTERM', onSigterm);
  }
  process.on('beforeExit', beforeExit);
  // First in line, for one that listens once is gone from the list before the next is called.
  process.prependListener('SIGTERM', onSigterm);
  return { flushes, uninstall };
}
