import { SYSTEM_CLOCK, type Clock } from './clock.js';

/** What was attempted did not finish in time. Says what it was and what the limit is. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';

  constructor(
    readonly what: string,
    readonly limitMs: number,
  ) {
    super(`${what} did not finish within ${String(limitMs)} ms`);
  }
}

/**
 * Runs `act` under a deadline: at `limitMs` its signal aborts and the promise rejects with a `DeadlineError`,
 * even when `act` ignores the signal.
 *
 * ```ts
 * await withDeadline(2000, (signal) => fetch(url, { signal }), 'reading the catalogue');
 * ```
 */
export function withDeadline<T>(
  limitMs: number,
  act: (signal: AbortSignal) => Promise<T>,
  what: string,
): Promise<T> {
  return deadlineOn(SYSTEM_CLOCK, { limitMs, what }, act);
}

/** `withDeadline` with a clock of the caller's. */
export async function deadlineOn<T>(
  clock: Clock,
  { limitMs, what }: { readonly limitMs: number; readonly what: string },
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let callOff = (): void => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    callOff = clock.after(limitMs, () => {
      const error = new DeadlineError(what, limitMs);
      reject(error);
      controller.abort(error);
    });
  });
  try {
    return await Promise.race([act(controller.signal), late]);
  } finally {
    callOff();
  }
}
