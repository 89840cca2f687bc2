/** Series of one family that nobody has pushed to since a moment, that moment included. */
export interface Stale {
  readonly name: string;
  readonly untilSeconds: number;
}

interface Aged {
  readonly atSeconds: number;
}

/** How long the series of a family stay without a push, and when the oldest of them was pushed to. */
export class Ages {
  /** As a push of the family says it: 0 for never. */
  expireAfterSeconds: number | undefined;
  /** None was pushed to before this; that of some may have been later, for a push only makes a series younger. */
  private oldest = Infinity;

  /** Looks at the series only when the one that was the oldest would be due. */
  staleUntil(
    series: Iterable<Aged>,
    nowSeconds: number,
    otherwise: number | undefined,
  ): number | undefined {
    const after = this.expireAfterSeconds ?? otherwise;
    if (after === undefined || after === 0) return undefined;
    const until = nowSeconds - after;
    if (this.oldest > until) return undefined;
    this.oldest = Infinity;
    for (const { atSeconds } of series) this.oldest = Math.min(this.oldest, atSeconds);
    return this.oldest <= until ? until : undefined;
  }

  /** A series that was pushed to at this moment came; it may be older than those there are, where a clock went back. */
  came(atSeconds: number): void {
    this.oldest = Math.min(this.oldest, atSeconds);
  }
}
