import type { AddedFamily } from '../adding/push.js';
import { SetAside } from './set-aside.js';
import { Totals, type Size } from '../adding/totals.js';

/** A family in quarantine, of one way in. */
export interface Quarantined {
  readonly family: string;
  readonly from: 'group' | 'push';
  /** The group; of increments, who opened the series that was pushed to last. */
  readonly who: string;
  /** When it was last pushed; undefined where a snapshot of old does not say. */
  readonly atSeconds: number | undefined;
  /** As a scrape would count them. */
  readonly series: number;
}

/** Families that the catalogue does not know, kept apart so that no scrape shows them. */
export class Quarantine {
  readonly sums = new Totals();
  readonly groups = new SetAside();

  constructor(private readonly limit: Size) {}

  get series(): number {
    return this.sums.held.series + this.groups.held.series;
  }

  /** Why so much more cannot be kept; undefined where it can. */
  excess(opens: Size): string | undefined {
    const series = this.series + opens.series;
    if (opens.series > 0 && series > this.limit.series) {
      return `it would bring the series in quarantine from ${String(this.series)} to ${String(series)}, and the limit is ${String(this.limit.series)} (gateway.quarantinedSeries)`;
    }
    const { characters } = this.sums.held;
    const text = characters + this.groups.held.characters + opens.characters;
    if (opens.characters <= 0 || text <= this.limit.characters) return undefined;
    return `it would bring the text in quarantine to ${String(text)} characters, and the limit is ${String(this.limit.characters)}`;
  }

  /** All of them, newest first. */
  list(): readonly Quarantined[] {
    const groups = [...this.groups.entries()].map(([who, { name, atSeconds, series }]) => ({
      ...{ family: name, from: 'group' as const, who, atSeconds, series },
    }));
    const sums = this.sums.saved().map((family) => this.added(family));
    return [...groups, ...sums].sort(
      (a, b) => (b.atSeconds ?? 0) - (a.atSeconds ?? 0) || (a.family < b.family ? -1 : 1),
    );
  }

  private added({ name, series }: AddedFamily): Quarantined {
    const seen = series.flatMap((one) => one.seen ?? []);
    const last = seen.reduce((a, b) => (b.atSeconds > a.atSeconds ? b : a), {
      by: '',
      atSeconds: 0,
    });
    const atSeconds = seen.length === 0 ? undefined : last.atSeconds;
    return {
      family: name,
      from: 'push',
      who: last.by,
      atSeconds,
      series: this.sums.seriesOf(name),
    };
  }
}
