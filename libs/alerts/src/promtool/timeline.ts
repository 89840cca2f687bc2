import type { Alert } from '../alert.js';
import { windowSeconds } from './window.js';

/** When things happen in the stories of one alert, in seconds from their beginning. */
export interface Timeline {
  readonly stepSeconds: number;
  /** Samples of one phase: longer than the range, the `for` and the `keep_firing_for` together. */
  readonly phaseLength: number;
  readonly phaseSeconds: number;
  /** How long after the world turned alarming the alert fires. */
  readonly firesAfter: number;
  /** How far from the exact moment a check keeps, for ranges that fill sample by sample. */
  readonly margin: number;
}

export function timelineOf({ for: pending, keepFiringFor, story }: Alert): Timeline {
  const stepSeconds = windowSeconds(story.step ?? '5s');
  const crossesAfter = windowSeconds(story.crossesAfter ?? '0s');
  const held = windowSeconds(keepFiringFor ?? '0s');
  const longest = windowSeconds(story.looksBack ?? '0s') + windowSeconds(pending) + held;
  const phaseLength = Math.ceil(longest / stepSeconds) + 20;
  return {
    stepSeconds,
    phaseLength,
    phaseSeconds: phaseLength * stepSeconds,
    firesAfter: crossesAfter + windowSeconds(pending),
    margin: stepSeconds * (crossesAfter > 0 ? 3 : 1),
  };
}
