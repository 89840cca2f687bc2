import type { StorySeries } from '../story.js';

/** A stretch of a story in which the dialled value stays the same. */
export interface Phase {
  readonly value: number;
  /** Samples in it. */
  readonly length: number;
  /** The process that exports the series starts anew with it: counters begin at zero again. */
  readonly afterRestart?: boolean;
}

/** One phase after another in promtool's notation. A counter goes on from where it stood. */
export function samples(
  { kind, at }: StorySeries,
  { phases, stepSeconds }: { readonly phases: readonly Phase[]; readonly stepSeconds: number },
): string {
  let total = 0;
  let elapsed = 0;
  let isThere = false;
  return phases
    .map(({ value, length, afterRestart = false }) => {
      const sample = at(value);
      const wasThere = isThere;
      isThere = sample !== undefined;
      if (sample === undefined) return wasThere ? `stale _x${length - 1}` : `_x${length}`;
      if (kind === 'gauge') return `${notation(sample)}x${length - 1}`;
      if (kind === 'moment') {
        const first = elapsed - sample;
        elapsed += length * stepSeconds;
        return line(first, stepSeconds, length);
      }
      const growth = inFractions(sample * stepSeconds);
      const first = (afterRestart ? 0 : total) + growth;
      total = first + growth * (length - 1);
      return `${first}+${growth}x${length - 1}`;
    })
    .join(' ');
}

function line(first: number, step: number, length: number): string {
  return `${notation(first)}+${notation(step)}x${length - 1}`;
}

/**
 * promtool adds up a counter sample by sample. Multiples of a power of two add up exactly; anything else might end
 * a hair above where the next phase begins, and look like a restart.
 */
function inFractions(growth: number): number {
  return Math.round(growth * 2 ** 24) / 2 ** 24;
}

/** Long sums of fractions carry noise; twelve digits are more than any story needs of them. */
function notation(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(12)));
}
