import type { Window } from '@aura/metrics/promql';
import type { Alert, ToldStory } from '../alert.js';
import type { Stretch } from '../story.js';
import { windowSeconds } from '../window.js';
import type { Phase } from './samples.js';

/** When things happen in the stories of one alert, in seconds from their beginning. */
export interface Timeline {
  readonly stepSeconds: number;
  /** Samples of one phase: longer than the range, the `for` and the `keep_firing_for` together. */
  readonly phaseLength: number;
  readonly phaseSeconds: number;
  /** What went before the first phase. */
  readonly history: readonly Phase[];
  readonly historySeconds: number;
  /** After the world turned alarming: the last check at which it is silent, and the first at which it fires. */
  readonly silentUntil: number;
  readonly firesBy: number;
  /** After the world is calm again: the last check at which it is still held, and the first at which it is resolved. */
  readonly heldUntil: number;
  readonly resolvedBy: number;
}

export function timelineOf({ for: pending, keepFiringFor }: Alert, story: ToldStory): Timeline {
  const stepSeconds = windowSeconds(story.step ?? '5s');
  // Rules are looked at once a step, so what is waited for ends with one.
  const inSteps = (window?: Window): number =>
    Math.ceil(secondsIn(window) / stepSeconds) * stepSeconds;
  const crossesAfter = secondsIn(story.crossesAfter);
  const held = inSteps(keepFiringFor);
  const longest = secondsIn(story.looksBack) + inSteps(pending) + held;
  const phaseLength = Math.ceil(longest / stepSeconds) + 20;
  const firesAfter = crossesAfter + inSteps(pending);
  // A range fills sample by sample, and Prometheus 3 leaves its first one out: the crossing is known to two samples.
  const blur = crossesAfter > 0 ? 2 * stepSeconds : 0;
  const endsAfter = secondsIn(story.endsAfter ?? story.crossesAfter) + held;
  const history = phasesOf(story.history ?? [], stepSeconds);
  return {
    stepSeconds,
    phaseLength,
    phaseSeconds: phaseLength * stepSeconds,
    history,
    historySeconds: secondsOf(history, stepSeconds),
    silentUntil: firesAfter - Math.max(blur, stepSeconds),
    firesBy: firesAfter + blur,
    heldUntil: endsAfter - Math.max(blur, stepSeconds),
    resolvedBy: endsAfter + (story.looksBack === undefined ? 0 : Math.max(blur, stepSeconds)),
  };
}

function secondsIn(window: Window = '0s'): number {
  return windowSeconds(window);
}

export function phasesOf(stretches: readonly Stretch[], stepSeconds: number): readonly Phase[] {
  return stretches.map(({ value, lasts }) => ({
    value,
    length: Math.ceil(windowSeconds(lasts) / stepSeconds),
  }));
}

export function secondsOf(phases: readonly Phase[], stepSeconds: number): number {
  return phases.reduce((sum, { length }) => sum + length, 0) * stepSeconds;
}
