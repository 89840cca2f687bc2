import { excessOf } from '../groups/shares.js';
import type { PushStore } from '../groups/store.js';
import type { Opens } from './adder.js';
import type { Quarantine } from '../door/quarantine.js';
import type { Opening, Size, Totals } from './totals.js';

/** The most that may be held, in series as a scrape counts them. */
export interface BudgetLimits extends Size {
  readonly seriesPerFamily: number;
  readonly seriesPerGroup: number;
  readonly seriesPerProducer: number;
}

interface Parts {
  readonly totals: Totals;
  readonly store: Pick<PushStore, 'series'>;
  readonly quarantine: Quarantine;
  readonly limits: BudgetLimits;
}

/** How much may be held, over all, by family, by group and by producer, and how much is. */
export class Budgets {
  constructor(private readonly parts: Parts) {}

  /** Series over all, groups and increments together. */
  get total(): { readonly series: number; readonly limit: number } {
    const { totals, store, limits } = this.parts;
    return { series: totals.held.series + store.series, limit: limits.series };
  }

  /** Why increments cannot open so much; undefined where they can. What opens nothing is never refused. */
  excess(opens: Opens): string | undefined {
    const { by, shown, aside } = opens;
    const fault = this.totalExcess(sumOf(shown)) ?? this.familyExcess(shown);
    const all = sumOf([...shown, ...aside]).series;
    const other = by === undefined ? undefined : this.producerExcess(by, all);
    return fault ?? other ?? this.parts.quarantine.excess(sumOf(aside));
  }

  /** How many series a producer opened that are still held, in quarantine too. */
  openedBy(producer: string): number {
    const { totals, quarantine } = this.parts;
    const opened = (sums: Totals): number => sums.openers.get(producer) ?? 0;
    return opened(totals) + opened(quarantine.sums);
  }

  private totalExcess(opens: Size): string | undefined {
    const { totals, store, limits } = this.parts;
    const { series, characters } = totals.held;
    const roomForSeries = limits.series - store.series - series;
    if (opens.series > 0 && opens.series > roomForSeries) {
      return `it would open ${String(opens.series)} series more, and there is room for ${String(Math.max(0, roomForSeries))}: groups hold ${String(store.series)} and increments ${String(series)} of ${String(limits.series)} (gateway.series)`;
    }
    const room = limits.characters - characters;
    if (opens.characters === 0 || opens.characters <= room) return undefined;
    return `it would open ${String(opens.characters)} characters more, and there is room for ${String(Math.max(0, room))}`;
  }

  private familyExcess(opens: readonly Opening[]): string | undefined {
    const { totals, limits } = this.parts;
    for (const { name, series } of opens) {
      const held = totals.seriesOf(name);
      const share = { who: `the family ${name}`, held, opens: series };
      const fault = excessOf(share, limits.seriesPerFamily, 'gateway.seriesPerFamily');
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  private producerExcess(by: string, series: number): string | undefined {
    const who = `the producer ${JSON.stringify(by)}`;
    const share = { who, held: this.openedBy(by), opens: series };
    return excessOf(share, this.parts.limits.seriesPerProducer, 'gateway.seriesPerProducer');
  }
}

function sumOf(openings: readonly Opening[]): Size {
  const sum = (count: (one: Opening) => number): number =>
    openings.reduce((all, one) => all + count(one), 0);
  return { series: sum((one) => one.series), characters: sum((one) => one.characters) };
}
