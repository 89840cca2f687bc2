import type { AddedFamily, Increment, Mode } from './push.js';

/** What a series becomes when this comes to it. */
export function mergedBy(
  mode: Mode,
  before: readonly number[],
  now: readonly number[],
): readonly number[] {
  const merge = MERGES[mode];
  return now.map((value, i) => merge(before[i] ?? value, value));
}

const MERGES: Readonly<Record<Mode, (before: number, now: number) => number>> = {
  last: (_, now) => now,
  sum: (before, now) => before + now,
  min: Math.min,
  max: Math.max,
};

/** Why these sums cannot be. */
export function overflowOf({ name }: AddedFamily, totals: Iterable<Increment>): string | undefined {
  for (const { values } of totals) {
    if (!values.every((value) => Number.isFinite(value))) {
      return `family ${name} would grow beyond what a number can hold`;
    }
  }
  return undefined;
}
