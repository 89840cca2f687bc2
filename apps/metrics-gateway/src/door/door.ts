import { isOpen, OVERFLOW_VALUE, type Domain, type Metric } from '@aura/metrics';
import { closest } from 'fastest-levenshtein';
import type { Family, Label } from '../exposition/family.js';
import { isStamp } from '../groups/stamps.js';
import { domainOf, faultOfAdded, faultOfGrouped } from './fits.js';
import type { AddedFamily, Increment } from '../adding/push.js';
import type { Opening } from '../adding/totals.js';

/** What becomes of families that the catalogue does not know. */
export const UNKNOWN_FAMILIES = ['accept', 'refuse', 'quarantine'] as const;
export type UnknownFamilies = (typeof UNKNOWN_FAMILIES)[number];

interface Refused {
  readonly ok: false;
  readonly reason: string;
}

export type Admitted =
  | {
      readonly ok: true;
      /** With the values past a label's ceiling folded into `other`. */
      readonly families: readonly AddedFamily[];
      /** Those that go to quarantine. */
      readonly aside: readonly AddedFamily[];
      /** Of how many series of a family a value was folded; without those of none. */
      readonly folded: ReadonlyMap<string, number>;
    }
  | Refused;

type Sorted =
  | { readonly ok: true; readonly families: readonly Family[]; readonly aside: readonly Family[] }
  | Refused;

type Values = Map<string, number>;
const NONE: ReadonlyMap<string, number> = new Map();

/** Holds what is pushed against the definitions of the catalogue, whichever way it comes. */
export class Door {
  private readonly metrics: ReadonlyMap<string, Metric>;
  /** The values of each open label that have series of their own, and how many, by family and label. */
  private readonly values = new Map<string, Values>();

  constructor(
    metrics: readonly Metric[],
    private readonly unknown: UnknownFamilies,
  ) {
    this.metrics = new Map(metrics.map((metric) => [metric.name, metric]));
  }

  /** Changes nothing: `opened` says that the series came. */
  admit(added: readonly AddedFamily[]): Admitted {
    const fresh = new Map<string, Set<string>>();
    const families: AddedFamily[] = [];
    const folded = new Map<string, number>();
    for (const family of added) {
      const metric = this.metrics.get(family.name);
      const reason = metric === undefined ? this.stranger(family) : faultOfAdded(family, metric);
      if (reason !== undefined) return { ok: false, reason };
      if (this.isAside(family)) continue;
      const series = family.series.map((one) => this.folded(one, metric, fresh));
      families.push({ ...family, series });
      const count = series.filter((one, i) => one !== family.series[i]).length;
      if (count > 0) folded.set(family.name, count);
    }
    return { ok: true, families, folded, aside: added.filter((family) => this.isAside(family)) };
  }

  /** The same for what a group is to have, of which nothing is folded. */
  sort(grouped: readonly Family[], grouping: readonly Label[]): Sorted {
    for (const family of grouped) {
      const metric = this.metrics.get(family.name);
      const reason =
        metric === undefined ? this.stranger(family) : faultOfGrouped(family, metric, grouping);
      if (reason !== undefined) return { ok: false, reason };
    }
    const isAside = (family: Family): boolean => this.isAside(family);
    const families = grouped.filter((family) => !isAside(family));
    return { ok: true, families, aside: grouped.filter(isAside) };
  }

  /** The name of the catalogue that an unknown one is most like. */
  nearest(name: string): string {
    return closest(name, [...this.metrics.keys()]);
  }

  /** Counts the values of open labels that came with series, */
  opened({ name, labels }: Pick<Opening, 'name' | 'labels'>): void {
    this.count(name, labels, 1);
  }

  /** or went with them. */
  closed({ name, labels }: Pick<Opening, 'name' | 'labels'>): void {
    this.count(name, labels, -1);
  }

  clear(): void {
    this.values.clear();
  }

  private isAside({ name }: Pick<Family, 'name'>): boolean {
    return this.unknown === 'quarantine' && !this.metrics.has(name) && !isStamp(name);
  }

  private stranger({ name }: Pick<Family, 'name'>): string | undefined {
    if (this.unknown !== 'refuse' || isStamp(name)) return undefined;
    return `family ${name} is not in the catalogue, and unknown families are refused here; the nearest is ${this.nearest(name)}`;
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
    if (value === OVERFLOW_VALUE || atMost === Infinity) return true;
    const key = `${metric.name} ${label}`;
    const known = this.values.get(key) ?? NONE;
    const brought = fresh.get(key) ?? new Set<string>();
    if (known.has(value) || brought.has(value)) return true;
    // One of the values that the ceiling counts is `other`.
    if (known.size + brought.size >= atMost - 1) return false;
    fresh.set(key, brought.add(value));
    return true;
  }

  private count(name: string, series: Opening['labels'], sign: 1 | -1): void {
    const metric = this.metrics.get(name);
    if (metric === undefined) return;
    for (const [label, value] of series.flat()) {
      if (value === OVERFLOW_VALUE || ceilingOf(domainOf(metric, label)) === Infinity) continue;
      const key = `${name} ${label}`;
      const values: Values = this.values.get(key) ?? new Map<string, number>();
      this.values.set(key, values);
      const left = (values.get(value) ?? 0) + sign;
      if (left === 0) values.delete(value);
      else values.set(value, left);
    }
  }
}

function ceilingOf(domain: Domain | undefined): number {
  return domain !== undefined && isOpen(domain) ? domain.atMost : Infinity;
}
