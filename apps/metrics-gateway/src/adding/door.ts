import { isOpen, OVERFLOW_VALUE, type Domain, type Metric } from '@aura/metrics';
import { closest } from 'fastest-levenshtein';
import type { Family, Label } from '../exposition/family.js';
import { isStamp } from '../stamps.js';
import { domainOf, faultOfAdded, faultOfGrouped } from './fits.js';
import type { AddedFamily, Increment } from './push.js';

/** What becomes of families that the catalogue does not know. */
export const UNKNOWN_FAMILIES = ['accept', 'refuse'] as const;
export type UnknownFamilies = (typeof UNKNOWN_FAMILIES)[number];

export type Admitted =
  | {
      readonly ok: true;
      /** With the values past a label's ceiling folded into `other`. */
      readonly families: readonly AddedFamily[];
      /** For each family, of how many series a value was folded. */
      readonly folded: readonly number[];
      /** Remembers the values of open labels that this push brought. */
      readonly commit: () => void;
    }
  | { readonly ok: false; readonly reason: string };

const NONE: ReadonlySet<string> = new Set();

/** Holds what is pushed against the definitions of the catalogue, whichever way it comes. */
export class Door {
  private readonly metrics: ReadonlyMap<string, Metric>;
  /** The values of each open label that have a series of their own, by family and label. */
  private readonly values = new Map<string, ReadonlySet<string>>();

  constructor(
    metrics: readonly Metric[],
    private readonly unknown: UnknownFamilies,
  ) {
    this.metrics = new Map(metrics.map((metric) => [metric.name, metric]));
  }

  /** Changes nothing until its `commit`. */
  admit(families: readonly AddedFamily[]): Admitted {
    const fresh = new Map<string, Set<string>>();
    const admitted: AddedFamily[] = [];
    const folded: number[] = [];
    for (const family of families) {
      const metric = this.metrics.get(family.name);
      const reason = metric === undefined ? this.stranger(family) : faultOfAdded(family, metric);
      if (reason !== undefined) return { ok: false, reason };
      const series = family.series.map((one) => this.folded(one, metric, fresh));
      admitted.push({ ...family, series });
      folded.push(series.filter((one, i) => one !== family.series[i]).length);
    }
    return { ok: true, families: admitted, folded, commit: () => this.remember(fresh) };
  }

  /** Why a group cannot have these families; undefined where it can. */
  refusal(families: readonly Family[], grouping: readonly Label[]): string | undefined {
    for (const family of families) {
      if (isStamp(family.name)) continue;
      const metric = this.metrics.get(family.name);
      const reason =
        metric === undefined ? this.stranger(family) : faultOfGrouped(family, metric, grouping);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  private stranger({ name }: Pick<Family, 'name'>): string | undefined {
    if (this.unknown === 'accept') return undefined;
    const nearest = closest(name, [...this.metrics.keys()]);
    return `family ${name} is not in the catalogue, and unknown families are refused here; the nearest is ${nearest}`;
  }

  private folded(
    increment: Increment,
    metric: Metric | undefined,
    fresh: Map<string, Set<string>>,
  ): Increment {
    if (metric === undefined) return increment;
    const labels = increment.labels.map((label) =>
      this.hasRoom(metric, label, fresh) ? label : ([label[0], OVERFLOW_VALUE] as const),
    );
    return labels.every((label, i) => label === increment.labels[i])
      ? increment
      : { ...increment, labels };
  }

  private hasRoom(metric: Metric, [label, value]: Label, fresh: Map<string, Set<string>>): boolean {
    const atMost = ceilingOf(domainOf(metric, label));
    if (value === OVERFLOW_VALUE) return true;
    const key = `${metric.name} ${label}`;
    const known = this.values.get(key) ?? NONE;
    const brought = fresh.get(key) ?? new Set<string>();
    if (atMost === Infinity || known.has(value) || brought.has(value)) return true;
    // One of the values that the ceiling counts is `other`.
    if (known.size + brought.size >= atMost - 1) return false;
    fresh.set(key, brought.add(value));
    return true;
  }

  private remember(fresh: ReadonlyMap<string, ReadonlySet<string>>): void {
    for (const [key, brought] of fresh) {
      this.values.set(key, new Set([...(this.values.get(key) ?? []), ...brought]));
    }
  }
}

function ceilingOf(domain: Domain | undefined): number {
  return domain !== undefined && isOpen(domain) ? domain.atMost : Infinity;
}
