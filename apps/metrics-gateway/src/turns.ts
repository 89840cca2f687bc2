import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long a body may hold the event loop at a stroke, where it can be read in pieces. */
const TURN_MS = 5;

/** A body that is longer costs tens of milliseconds in each of the steps that cannot be taken in pieces. */
const LARGE_BYTES = 131_072;

/** Lets others have a turn between two such steps; undefined, which needs no waiting, for the usual body. */
export function pauseAfter(bytes: number): Promise<void> | undefined {
  return bytes > LARGE_BYTES ? nextTurn() : undefined;
}

/** Work that can pause wherever it yields. What it works on must not change meanwhile. */
export type Pausing<T> = Generator<undefined, T>;

/** Does it with pauses in which others have a turn; at once where it is over soon. */
export async function inPauses<T>(work: Pausing<T>): Promise<T> {
  let began = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() - began < TURN_MS) continue;
    await nextTurn();
    began = performance.now();
  }
}

/** Does it at a stroke. */
export function atOnce<T>(work: Pausing<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
