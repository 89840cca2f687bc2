const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** A part that ran this long before it died starts over at the shortest wait. */
export const STEADY_MS = 60_000;

/**
 * How long to wait before start number `failures` + 1: doubling, and spread over the upper half of the wait, so
 * that parts which died together do not all come back in the same instant. `random` is from 0 to 1.
 */
export function backoffMs(failures: number, random: number): number {
  const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return Math.round(wait * (0.5 + random / 2));
}
