import type { Figures } from './figures.js';

/** Figures with the moment they tell of. */
export interface DatedFigures {
  readonly figures: Figures;
  readonly asOfMs: number;
}

export interface ServedFigures {
  readonly figures: Figures;
  readonly ageSeconds: number;
}

/** What may be shown now: the last good figures with their age, and nothing once they are older than the limit. */
export function servedAt(
  nowMs: number,
  last: DatedFigures | undefined,
  limitSeconds: number,
): ServedFigures | undefined {
  if (last === undefined) return undefined;
  const ageSeconds = Math.max(0, nowMs - last.asOfMs) / 1000;
  return ageSeconds > limitSeconds ? undefined : { figures: last.figures, ageSeconds };
}
