import type { LabelDomains, Metric, Unit } from '@aura/metrics';
import {
  buckets,
  largest,
  smallest,
  type Vector,
  type VectorUnit,
  type Where,
} from '@aura/metrics/promql';
import {
  READABLE_SERIES,
  type ForeignUnit,
  type Limit,
  type PageUid,
  type Panel,
  type Query,
  type State,
  type View,
} from './panel.js';
import { PAGE_WINDOW } from './window.js';

/** A query with the unit of its values. */
export interface Drawn<U extends VectorUnit> extends Query {
  readonly unit: U;
}

/** A vector and what names its series: `$` answers only the labels that the vector keeps. */
export function series<L extends string, U extends VectorUnit>(
  { promql, unit }: Vector<L, U>,
  legend: ($: Readonly<Record<NoInfer<L>, string>>) => string,
): Drawn<U> {
  return { promql, unit, legend: legend(placeholders<L>()) };
}

/** The largest series of what may be hundreds. */
export function largestFew<L extends string, U extends VectorUnit>(
  vector: Vector<L, U>,
  legend: ($: Readonly<Record<NoInfer<L>, string>>) => string,
): Drawn<U> {
  return series(largest(READABLE_SERIES, vector), legend);
}

/** The smallest series of what may be hundreds. */
export function smallestFew<L extends string, U extends VectorUnit>(
  vector: Vector<L, U>,
  legend: ($: Readonly<Record<NoInfer<L>, string>>) => string,
): Drawn<U> {
  return series(smallest(READABLE_SERIES, vector), legend);
}

interface Spec<U extends VectorUnit> {
  readonly title: string;
  readonly help: string;
  readonly of: Drawn<U> | readonly [Drawn<U>, ...Drawn<NoInfer<U>>[]];
  readonly limits?: readonly Limit[];
  readonly alerts?: readonly string[];
  readonly states?: readonly State[];
  /** Where the metric's unit cannot say it. */
  readonly shownAs?: ForeignUnit;
  readonly whenEmpty?: string;
  readonly detail?: PageUid;
  readonly firstBy?: NonNullable<Panel['firstBy']>;
  readonly width?: number;
}

/** Lines over time. */
export const timeseries = view('timeseries');
/** The latest value, large. */
export const stat = view('stat');
/** The latest value on a dial from nothing to all. */
export const gauge = view('gauge');
/** The latest values, one bar each. */
export const bars = view('bars');
/** The latest values in rows, a column for each label. */
export const table = view('table');
/** How long each state lasted. */
export const timeline = view('timeline');

/** How the observations of a histogram spread, over time. */
export function heatmap<L extends LabelDomains, U extends Unit>(
  spec: Omit<Spec<U>, 'of'> & {
    readonly metric: Metric<'histogram', L, U>;
    readonly where?: Where<L>;
  },
): Panel {
  const { metric, where, ...rest } = spec;
  const { promql, legend } = series(buckets(metric, PAGE_WINDOW, where), ($) => $.le);
  return panel('heatmap', { ...rest, of: { promql, legend, unit: metric.unit } });
}

function view(name: View): <U extends VectorUnit>(spec: Spec<U>) => Panel {
  return (spec) => panel(name, spec);
}

function panel<U extends VectorUnit>(name: View, spec: Spec<U>): Panel {
  const { of, limits = [], alerts = [], states = [], shownAs, ...rest } = spec;
  const [first, ...others] = isList(of) ? of : ([of] as const);
  return {
    ...rest,
    view: name,
    unit: shownAs ?? first.unit,
    queries: [first, ...others].map(({ promql, legend }) => ({ promql, legend })),
    limits,
    alerts,
    states,
  };
}

function isList<U extends VectorUnit>(
  of: Spec<U>['of'],
): of is readonly [Drawn<U>, ...Drawn<NoInfer<U>>[]] {
  return Array.isArray(of);
}

/** Answers any label name with Grafana's placeholder for it; the type admits only the labels of `L`. */
function placeholders<L extends string>(): Readonly<Record<L, string>> {
  const target: Record<string, string> = {};
  return new Proxy(target, { get: (_, label) => `{{${String(label)}}}` }) as Record<L, string>; // every key answers
}
