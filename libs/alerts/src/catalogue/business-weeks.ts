import type { Vector, VectorUnit, Recording } from '@aura/metrics/promql';
import { before, meanOf } from '@aura/metrics/promql';
import type { Stretch } from '../story.js';

/** The mean of the same hours one, two and three weeks ago; nothing before Prometheus has kept three weeks. */
export function sameHoursOfPastWeeks<L extends string, U extends VectorUnit>(
  recording: Recording<L, U>,
): Vector<L, U> {
  return meanOf(before(recording, '7d'), before(recording, '14d'), before(recording, '21d'));
}

/**
 * Three weeks whose first three days are `usual` in the mean, and the rest `otherwise`: a story that goes on for less
 * than three days compares with exactly those days. No two weeks are alike, so that none can stand in for another.
 */
export function threeWeeks(usual: number, spread: number, otherwise: number): readonly Stretch[] {
  return [usual - spread, usual, usual + spread].flatMap((value) => week(value, otherwise));
}

export function week(usual: number, otherwise: number): readonly Stretch[] {
  return [
    { value: usual, lasts: '3d' },
    { value: otherwise, lasts: '4d' },
  ];
}

/** Two reporters of one ledger; the second has read less of it. */
export const [FIRST, SECOND] = [
  { job: 'business-reporter', instance: 'a:8003' },
  { job: 'business-reporter', instance: 'b:8003' },
] as const;
