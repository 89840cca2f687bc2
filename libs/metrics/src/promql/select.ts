import type { LabelDomains, LabelName, Metric, Unit } from '../metric.js';
import { matching, selector, type Where } from './matcher.js';
import { atom, binary, operand, type Vector, type Window } from './vector.js';

/** The current value of a gauge. A counter's current value means nothing on its own and does not compile. */
export function now<L extends LabelDomains, U extends Unit>(
  metric: Metric<'gauge', L, U>,
  where: Where<L> = {},
): Vector<LabelName<L>, U> {
  return atom(`${metric.name}${selector(where)}`, metric.unit);
}

/** Growth per second of a counter, averaged over the window. */
export function rate<L extends LabelDomains, U extends Unit>(
  metric: Metric<'counter', L, U>,
  window: Window,
  where: Where<L> = {},
): Vector<LabelName<L>, `${U}/s`> {
  return atom(`rate(${metric.name}${selector(where)}[${window}])`, `${metric.unit}/s`);
}

/** Growth of a counter within the window, extrapolated to its edges. */
export function increase<L extends LabelDomains, U extends Unit>(
  metric: Metric<'counter', L, U>,
  window: Window,
  where: Where<L> = {},
): Vector<LabelName<L>, U> {
  return atom(`increase(${metric.name}${selector(where)}[${window}])`, metric.unit);
}

/** The same growth, but as it was `ago`: the base of a comparison with last week. */
export function increaseBefore<L extends LabelDomains, U extends Unit>(
  metric: Metric<'counter', L, U>,
  window: Window,
  { ago, where }: { readonly ago: Window; readonly where?: Where<L> },
): Vector<LabelName<L>, U> {
  const selected = `${metric.name}${selector(where ?? {})}`;
  return atom(`increase(${selected}[${window}] offset ${ago})`, metric.unit);
}

/** Where a gauge will be after `horizon` when it goes on as it did within the window. */
export function predictLinear<L extends LabelDomains, U extends Unit>(
  metric: Metric<'gauge', L, U>,
  window: Window,
  { horizonSeconds, where }: { readonly horizonSeconds: number; readonly where?: Where<L> },
): Vector<LabelName<L>, U> {
  const selected = `${metric.name}${selector(where ?? {})}`;
  return atom(`predict_linear(${selected}[${window}], ${String(horizonSeconds)})`, metric.unit);
}

/** How often a gauge changed its value within the window. */
export function changes<L extends LabelDomains>(
  metric: Metric<'gauge', L>,
  window: Window,
  where: Where<L> = {},
): Vector<LabelName<L>, 'count'> {
  return atom(`changes(${metric.name}${selector(where)}[${window}])`, 'count');
}

/** The largest value a gauge had within the window. */
export function maxOverTime<L extends LabelDomains, U extends Unit>(
  metric: Metric<'gauge', L, U>,
  window: Window,
  where: Where<L> = {},
): Vector<LabelName<L>, U> {
  return atom(`max_over_time(${metric.name}${selector(where)}[${window}])`, metric.unit);
}

/** The smallest value a gauge had within the window. */
export function minOverTime<L extends LabelDomains, U extends Unit>(
  metric: Metric<'gauge', L, U>,
  window: Window,
  where: Where<L> = {},
): Vector<LabelName<L>, U> {
  return atom(`min_over_time(${metric.name}${selector(where)}[${window}])`, metric.unit);
}

interface Distribution<L extends LabelDomains, K extends string> {
  readonly by: readonly K[];
  readonly where?: Where<L>;
}

/** The `q` quantile of a histogram over the window, by the labels named. */
export function quantile<L extends LabelDomains, U extends Unit, const K extends LabelName<L>>(
  metric: Metric<'histogram', L, U>,
  window: Window,
  { q, by, where }: Distribution<L, K> & { readonly q: number },
): Vector<K, U> {
  const buckets = `${metric.name}_bucket${selector(where ?? {})}`;
  const grouped = `sum by (${['le', ...by].join(', ')}) (rate(${buckets}[${window}]))`;
  return atom(`histogram_quantile(${String(q)}, ${grouped})`, metric.unit);
}

/** The mean of what a histogram observed within the window, by the labels named. */
export function mean<L extends LabelDomains, U extends Unit, const K extends LabelName<L>>(
  metric: Metric<'histogram', L, U>,
  window: Window,
  { by, where }: Distribution<L, K>,
): Vector<K, U> {
  const part = (suffix: string): string => {
    const grouping = by.length === 0 ? 'sum' : `sum by (${by.join(', ')})`;
    return `${grouping} (rate(${metric.name}${suffix}${selector(where ?? {})}[${window}]))`;
  };
  return binary(`${part('_sum')} / ${part('_count')}`, metric.unit);
}

/** Observations per second of a histogram, bucket by bucket, each with those below it: what a heatmap is drawn from. */
export function buckets<L extends LabelDomains>(
  metric: Metric<'histogram', L>,
  window: Window,
  where: Where<L> = {},
): Vector<'le', 'count/s'> {
  return atom(`sum by (le) (rate(${metric.name}_bucket${selector(where)}[${window}]))`, 'count/s');
}

/**
 * The share of observations within a bound, by the labels named. The bound must be one of the metric's buckets.
 * Prometheus 3 writes `le="2"` as `le="2.0"`, so both are asked for.
 *
 * @throws when the metric has no such bucket.
 */
export function shareWithin<L extends LabelDomains, U extends Unit, const K extends LabelName<L>>(
  metric: Metric<'histogram', L, U>,
  window: Window,
  { bound, by, where }: Distribution<L, K> & { readonly bound: number },
): Vector<K, 'ratio'> {
  if (metric.buckets?.includes(bound) !== true) {
    throw new Error(
      `${metric.name} has no bucket ${String(bound)}; it has ${String(metric.buckets)}`,
    );
  }
  const le = Number.isInteger(bound) ? matching(`${String(bound)}(\\.0)?`) : String(bound);
  const grouping = by.length === 0 ? 'sum' : `sum by (${by.join(', ')})`;
  const within = `${grouping} (rate(${metric.name}_bucket${selector({ ...where, le })}[${window}]))`;
  const all = `${grouping} (rate(${metric.name}_count${selector(where ?? {})}[${window}]))`;
  return binary(`${within} / ${all}`, 'ratio');
}

/** Observations per second of a histogram: its `_count` is a counter like any other. */
export function observations<L extends LabelDomains>(
  metric: Metric<'histogram', L>,
  window: Window,
  where: Where<L> = {},
): Vector<LabelName<L>, 'count/s'> {
  return atom(`rate(${metric.name}_count${selector(where)}[${window}])`, 'count/s');
}

/** Seconds since the moment that a gauge of epoch seconds holds. */
export function secondsSince<L extends string>(moment: Vector<L, 'seconds'>): Vector<L, 'seconds'> {
  return binary(`time() - ${operand(moment)}`, 'seconds');
}

type Asked<W> = Extract<keyof W, string>;

/**
 * One series of value 1 when the metric has no series that fits, else nothing. It carries the labels that
 * were asked for by equality, which is why plain values alone are accepted here.
 */
export function absent<L extends LabelDomains, const W extends Readonly<Record<string, string>>>(
  metric: Metric<'gauge' | 'counter', L>,
  where: W & Where<L>,
): Vector<Asked<W>, 'count'> {
  return atom(`absent(${metric.name}${selector(where)})`, 'count');
}

/** One series of value 1 and no labels when the metric has no series at all, else nothing. */
export function absentEverywhere(metric: Metric<'gauge' | 'counter'>): Vector<never, 'count'> {
  return atom(`absent(${metric.name})`, 'count');
}
