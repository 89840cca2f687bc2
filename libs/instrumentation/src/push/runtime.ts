/** What a push client takes from the world besides the network; a test brings its own. */
export interface Runtime {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** At least 0, below 1. */
  readonly random: () => number;
  /** A name that no other client has, in this process or another. */
  readonly producer: () => string;
  /** Calls once after `delayMs`, unless cancelled by what it gives back. */
  readonly after: (delayMs: number, call: () => void, held?: HeldProcess) => CancelTimer;
}

export type CancelTimer = () => void;

/** Whether a process that has nothing else to do stays alive for the timer; it does not when left out. */
export type HeldProcess = 'holds-process' | 'lets-process-end';

export const SYSTEM: Runtime = {
  now: () => Date.now(),
  random: () => Math.random(),
  producer: () => crypto.randomUUID(),
  after(delayMs, call, held = 'lets-process-end') {
    const timer = setTimeout(call, delayMs);
    if (held === 'lets-process-end') timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

/** The time's up, as a promise; `cancel` when nobody waits any longer. */
export function alarm(
  runtime: Runtime,
  delayMs: number,
  held?: HeldProcess,
): { readonly rung: Promise<void>; readonly cancel: CancelTimer } {
  let cancel: CancelTimer = () => undefined;
  const rung = new Promise<void>((resolve) => {
    cancel = runtime.after(delayMs, resolve, held);
  });
  return { rung, cancel };
}
