import { OPTIMIZATION_LEVELS, THEMES, type OptimizationLevel, type Theme } from '@aura/metrics';
import { pick, type Random } from './random.js';

/** What a simulated customer asks for. */
export interface Wish {
  readonly prompt: string;
  readonly theme: Theme;
  readonly durationSeconds: number;
  readonly level: OptimizationLevel;
  readonly userId: string;
}

const LONGEST_GAP_MS = 10 * 60_000;

/**
 * Time to the next arrival of a Poisson process: gaps are exponential with mean 60 s / `perMinute`.
 * Never 0, and never over ten minutes, so that a very low rate still reacts to a change of rate.
 */
export function nextGapMs(random: Random, perMinute: number): number {
  const meanMs = 60_000 / perMinute;
  const gapMs = -Math.log(1 - random()) * meanMs;
  return Math.min(Math.max(1, gapMs), LONGEST_GAP_MS);
}

const DURATIONS = [
  [1, 40],
  [2, 30],
  [3, 20],
  [5, 6],
  [8, 3],
  [12, 1],
] as const;
const LEVEL_WEIGHT: Readonly<Record<OptimizationLevel, number>> = {
  fast: 5,
  standard: 4,
  maximum: 1,
};
const SUBJECTS = [
  'a lighthouse',
  'quarterly results',
  'a city at night',
  'plate tectonics',
  'a garden',
];
const MOODS = ['calm', 'urgent', 'playful', 'solemn'];

/** The next request: mostly short videos, and the n-th user asks 1/n as often as the first. */
export function nextWish(random: Random, userIds: readonly string[]): Wish {
  return {
    prompt: `${pick(random, evenly(SUBJECTS))}, ${pick(random, evenly(MOODS))}`,
    theme: pick(random, evenly(THEMES)),
    durationSeconds: pick(random, DURATIONS),
    level: pick(
      random,
      OPTIMIZATION_LEVELS.map((level) => [level, LEVEL_WEIGHT[level]] as const),
    ),
    userId: pick(
      random,
      userIds.map((id, index) => [id, 1 / (index + 1)] as const),
    ),
  };
}

/** At 20 requests a minute one sign-up in ten minutes. */
const SIGN_UP_RATIO = 1 / 200;

/** Whether whoever comes next has never been here. */
export function isNewcomer(random: Random): boolean {
  return random() < SIGN_UP_RATIO;
}

/** A name that nobody had before this moment. */
export function newcomerId(now: Date): string {
  return `n-${now.getTime().toString(36)}`;
}

function evenly<T>(values: readonly T[]): (readonly [T, number])[] {
  return values.map((value) => [value, 1] as const);
}
