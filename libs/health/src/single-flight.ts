import type { Clock } from './clock.js';
import { deadlineOn } from './deadline.js';

export interface Attempt<T> {
  /** Names the attempt in the error that a deadline throws. */
  readonly what: string;
  readonly deadlineMs: number;
  act(signal: AbortSignal): Promise<T>;
}

/**
 * The attempt as a function that never runs it twice at once. Callers who come while it runs share its
 * outcome; when it ignores its deadline and goes on, they are told so and nothing is started beside it.
 */
export function singleFlight<T>(clock: Clock, attempt: Attempt<T>): () => Promise<T> {
  let shared: Promise<T> | undefined;
  let startedAt: number | undefined;

  const run = async (): Promise<T> => {
    if (startedAt !== undefined) {
      const seconds = Math.round((clock.now() - startedAt) / 1000);
      throw new Error(`${attempt.what} still hangs, ${String(seconds)} s after it began`);
    }
    startedAt = clock.now();
    const act = async (signal: AbortSignal): Promise<T> => {
      try {
        return await attempt.act(signal);
      } finally {
        startedAt = undefined;
      }
    };
    return deadlineOn(clock, { limitMs: attempt.deadlineMs, what: attempt.what }, act);
  };

  return () => {
    shared ??= run().finally(() => {
      shared = undefined;
    });
    return shared;
  };
}
