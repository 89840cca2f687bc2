import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long a page may hold the event loop before pushes and scrapes have a turn. */
const TURN_MS = 3;
/** Sorted at a stroke: well under a turn. */
const RUN = 512;

/** Goes over many things, and lets the event loop run now and then. */
export async function inTurns<T>(things: Iterable<T>, each: (thing: T) => void): Promise<void> {
  let began = performance.now();
  for (const thing of things) {
    each(thing);
    if (performance.now() - began < TURN_MS) continue;
    await nextTurn();
    began = performance.now();
  }
}

/** The rows in order, and as they were where the order leaves it open; as `toSorted`, in turns. */
export async function sortedInTurns<T>(
  rows: readonly T[],
  compare: (a: T, b: T) => number,
): Promise<readonly T[]> {
  const starts = Array.from({ length: Math.ceil(rows.length / RUN) }, (_, i) => i * RUN);
  let runs: T[][] = [];
  await inTurns(starts, (at) => runs.push(rows.slice(at, at + RUN).sort(compare)));
  while (runs.length > 1) {
    const longer: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const whole: T[] = [];
      const pair = [runs[i] ?? [], runs[i + 1] ?? []] as const;
      await inTurns(merged(...pair, compare), (row) => whole.push(row));
      longer.push(whole);
    }
    runs = longer;
  }
  return runs[0] ?? [];
}

function* merged<T>(
  a: readonly T[],
  b: readonly T[],
  compare: (a: T, b: T) => number,
): Generator<T> {
  let taken = 0;
  for (const row of a) {
    for (let next = b[taken]; next !== undefined && compare(next, row) < 0; next = b[taken]) {
      yield next;
      taken += 1;
    }
    yield row;
  }
  yield* b.slice(taken);
}
