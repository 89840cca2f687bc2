import type { Metric, Movement } from '@aura/metrics';
import type { AddedFamily, Increment, Seen } from '../adding/push.js';
import { identity, inOrder, type Label } from '../exposition/family.js';

/**
 * The `job` of all series that events move. The gateway counts some of these families itself, so a series must say
 * that it is not the gateway's; `source` cannot say it, for there may be one for each process that ever lived.
 */
export const EVENTS_JOB = 'events';

/** What some events add up to, as increments. */
export class Sums {
  private readonly byName = new Map<string, Summed>();

  constructor(private readonly nowSeconds: number) {}

  add(metric: Metric, labels: Labels, value: number): void {
    this.merge(metric, labels, metric.kind === 'histogram' ? observed(metric, value) : [value]);
  }

  /** What was set or added before does not count. */
  set(metric: Metric, labels: Labels, value: number): void {
    const series = this.seriesOf(labels, [value]);
    this.summed(metric).series.set(identity('', series.labels), series);
  }

  families(): readonly AddedFamily[] {
    return [...this.byName.values()].map(({ metric, series }) => ({
      name: metric.name,
      type: metric.kind,
      help: metric.help,
      // A gauge of events is a whole number of now, which a part of it cannot be added to.
      mode: metric.kind === 'gauge' ? 'last' : 'sum',
      bounds: metric.buckets ?? [],
      series: [...series.values()],
    }));
  }

  private merge(metric: Metric, labels: Labels, values: readonly number[]): void {
    const { series } = this.summed(metric);
    const one = this.seriesOf(labels, values);
    const key = identity('', one.labels);
    const before = series.get(key)?.values;
    const merged = before === undefined ? values : values.map((n, i) => n + (before[i] ?? 0));
    series.set(key, { ...one, values: merged });
  }

  private seriesOf(labels: Labels, values: readonly number[]): Increment {
    const named: readonly Label[] = [...Object.entries(labels), ['job', EVENTS_JOB]];
    const seen: Seen = { by: EVENTS_JOB, atSeconds: this.nowSeconds };
    return { labels: inOrder(named), values, seen };
  }

  private summed(metric: Metric): Summed {
    const found = this.byName.get(metric.name) ?? { metric, series: new Map<string, Increment>() };
    this.byName.set(metric.name, found);
    return found;
  }
}

type Labels = Extract<Movement, { readonly labels: unknown }>['labels'];

interface Summed {
  readonly metric: Metric;
  readonly series: Map<string, Increment>;
}

function observed({ buckets = [] }: Metric, value: number): readonly number[] {
  return [...buckets.map((bound) => (value <= bound ? 1 : 0)), value, 1];
}
