import { durationCategory, STAGES, video, type Stage, type Theme } from '@aura/metrics';
import { bind } from './bind.js';
import { errorTypeOf, stageOf } from './failure.js';
import type { AnyRegistry } from './family.js';
import { track, type Span } from './track.js';

export interface VideoGeneration {
  readonly theme: Theme;
  readonly userId: string;
  /** How long the finished video plays; it decides the `duration_category`. */
  readonly videoSeconds: number;
}

/** Handles of all that is counted about video generations. */
export type VideoInstruments = ReturnType<typeof videoInstruments>;

export function videoInstruments(registry: AnyRegistry) {
  const inFlight = bind(registry, video.inFlight);
  inFlight.inc(0); // shown from now on, without touching what an earlier caller counts
  return {
    inFlight,
    generations: bind(registry, video.generations),
    failures: bind(registry, video.failures),
    duration: bind(registry, video.duration),
    stageDuration: bind(registry, video.stageDuration),
    quality: bind(registry, video.quality),
  };
}

/** Counts and times one generation; gives back what `work` gives, promise or not, and throws what it throws. */
export function trackVideoGeneration<R>(
  videos: VideoInstruments,
  generation: VideoGeneration,
  work: () => R,
): R {
  return track(() => beginVideoGeneration(videos, generation), work);
}

/**
 * Times one stage of a generation, whether it succeeds or not. A failure that names no stage of its own is
 * remembered as this stage's, so the generation around it counts the failure where it happened.
 */
export function timeStage<R>(videos: VideoInstruments, stage: Stage, work: () => R): R {
  const begin = (): Span => {
    const stop = videos.stageDuration.startTimer({ stage });
    const fail = (error: unknown): void => {
      stop();
      if (typeof error === 'object' && error !== null && !failedIn.has(error)) {
        failedIn.set(error, stage);
      }
    };
    return { end: stop, fail, discard: () => undefined };
  };
  return track(begin, work);
}

/** Errors that went through `timeStage`, kept beside them because an error may be frozen. */
const failedIn = new WeakMap<object, Stage>();

export function beginVideoGeneration(
  { inFlight, generations, failures, duration }: VideoInstruments,
  { theme, userId, videoSeconds }: VideoGeneration,
): Span {
  const startedAt = performance.now();
  inFlight.inc();
  return {
    end: () => {
      inFlight.dec();
      generations.inc({ theme, user_id: userId });
      const labels = { theme, duration_category: durationCategory(videoSeconds) };
      duration.observe(labels, (performance.now() - startedAt) / 1000);
    },
    fail: (error) => {
      inFlight.dec();
      generations.inc({ theme, user_id: userId });
      failures.inc({ error_type: errorTypeOf(error), stage: failureStageOf(error) });
    },
    discard: () => {
      inFlight.dec();
    },
  };
}

/** A generation that fails outside every stage has not left the first one. */
function failureStageOf(error: unknown): Stage {
  const remembered = typeof error === 'object' && error !== null ? failedIn.get(error) : undefined;
  return stageOf(error) ?? remembered ?? STAGES[0];
}
