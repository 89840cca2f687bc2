import type { Held } from './held.js';

/** Series of families, where they are held. */
export function seriesOf(...families: readonly (Held | undefined)[]): number {
  return families.reduce((sum, held) => sum + (held?.series ?? 0), 0);
}

/** The text of a scrape that they take, with the labels of exemplars. */
export function bytesOf(...families: readonly (Held | undefined)[]): number {
  return families.reduce(
    (sum, held) => sum + (held?.bytes ?? 0) + (held?.exemplarCharacters ?? 0),
    0,
  );
}

export function countsOf(families: ReadonlyMap<string, Held>): ReadonlyMap<string, number> {
  return new Map([...families].map(([name, { series }]) => [name, series]));
}
