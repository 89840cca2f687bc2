import { optimization, type OptimizationLevel, type OptimizationType } from '@aura/metrics';
import { bind } from './bind.js';
import type { AnyRegistry } from './family.js';
import { track } from './track.js';
import { CallMeter, type Meter } from './tracked-call.js';
import { callTracking } from './tracker.js';

export interface AiOptimization {
  readonly type: OptimizationType;
  readonly level: OptimizationLevel;
}

/** Handles of all that is counted about AI optimisation. */
export type OptimizationInstruments = ReturnType<typeof optimizationInstruments>;

export function optimizationInstruments(registry: AnyRegistry) {
  const meter: Meter = new CallMeter(registry, OPTIMIZATION_DEFINITIONS);
  return {
    /** What `trackAiOptimization` counts with. */
    meter,
    runs: bind(registry, optimization.runs),
    failures: bind(registry, optimization.failures),
    duration: bind(registry, optimization.duration),
    sizeReduction: bind(registry, optimization.sizeReduction),
  };
}

/** Counts and times one run; gives back what `work` gives, promise or not, and throws what it throws. */
export function trackAiOptimization<R>(
  optimizations: OptimizationInstruments,
  { type, level }: AiOptimization,
  work: () => R,
): R {
  const { meter } = optimizations;
  return track(() => meter.at({ optimization_type: type, level }).begin(), work, meter);
}

const OPTIMIZATION_DEFINITIONS = {
  calls: optimization.runs,
  failures: optimization.failures,
  duration: optimization.duration,
};

export const OPTIMIZATION = callTracking(OPTIMIZATION_DEFINITIONS);
