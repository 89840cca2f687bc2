import { durationCategory, video, type Stage, type Theme } from '@aura/metrics';
import { bind } from './bind.js';
import type { AnyRegistry } from './family.js';
import { stageTimer } from './stages.js';
import { track } from './track.js';
import { CallMeter, type Meter } from './tracked-call.js';
import { callTracking } from './tracker.js';

export interface VideoGeneration {
  readonly theme: Theme;
  readonly userId: string;
  /** How long the finished video plays; it decides the `duration_category`. */
  readonly videoSeconds: number;
}

/** Handles of all that is counted about video generations. */
export type VideoInstruments = ReturnType<typeof videoInstruments>;

export function videoInstruments(registry: AnyRegistry) {
  const meter: Meter = new CallMeter(registry, GENERATION_DEFINITIONS);
  return {
    /** What `trackVideoGeneration` counts with. */
    meter,
    inFlight: bind(registry, video.inFlight),
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
  { theme, userId, videoSeconds }: VideoGeneration,
  work: () => R,
): R {
  const labels = { theme, user_id: userId, duration_category: durationCategory(videoSeconds) };
  return track(() => videos.meter.at(labels).begin(), work, videos.meter);
}

/**
 * Times one stage of a generation, whether it succeeds or not. A failure that names no stage of its own is
 * remembered as this stage's, so the generation around it counts the failure where it happened; one outside
 * every stage has not left the first.
 */
export function timeStage<R>(videos: VideoInstruments, stage: Stage, work: () => R): R {
  return stageTimer(videos).run(stage, work);
}

const GENERATION_DEFINITIONS = {
  calls: video.generations,
  failures: video.failures,
  duration: video.duration,
  inFlight: video.inFlight,
};

export const GENERATION = callTracking(GENERATION_DEFINITIONS);
