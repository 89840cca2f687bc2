import { optimization, type OptimizationLevel, type OptimizationType } from '@aura/metrics';
import { bind } from './bind.js';
import { errorTypeOf } from './failure.js';
import type { AnyRegistry } from './family.js';
import { track, type Span } from './track.js';

export interface AiOptimization {
  readonly type: OptimizationType;
  readonly level: OptimizationLevel;
}

/** Handles of all that is counted about AI optimisation. */
export type OptimizationInstruments = ReturnType<typeof optimizationInstruments>;

export function optimizationInstruments(registry: AnyRegistry) {
  return {
    runs: bind(registry, optimization.runs),
    failures: bind(registry, optimization.failures),
    duration: bind(registry, optimization.duration),
    sizeReduction: bind(registry, optimization.sizeReduction),
  };
}

/** Counts and times one run; gives back what `work` gives, promise or not, and throws what it throws. */
export function trackAiOptimization<R>(
  optimizations: OptimizationInstruments,
  run: AiOptimization,
  work: () => R,
): R {
  return track(() => beginAiOptimization(optimizations, run), work);
}

export function beginAiOptimization(
  { runs, failures, duration }: OptimizationInstruments,
  { type, level }: AiOptimization,
): Span {
  const labels = { optimization_type: type, level };
  const startedAt = performance.now();
  return {
    end: () => {
      runs.inc(labels);
      duration.observe(labels, (performance.now() - startedAt) / 1000);
    },
    fail: (error) => {
      runs.inc(labels);
      failures.inc({ optimization_type: type, error_type: errorTypeOf(error) });
    },
    discard: () => undefined,
  };
}
