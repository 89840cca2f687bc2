import type { Kind, LabelDomains, Metric } from '@aura/metrics';
import type { LabelSet } from './promql/labels.js';
import type { Selector } from './promql/tree.js';
import type { Measure } from './promql/units.js';

/** What is known of the series of one name. */
export interface Series {
  readonly kind: Kind | 'unknown';
  readonly measure: Measure | undefined;
  readonly labels: LabelSet;
  readonly domains: LabelDomains;
  /** The definition it comes from; a recording has none. */
  readonly metric: Metric | undefined;
  readonly part: HistogramPart | undefined;
  /** The histogram whose quantile a recording keeps. */
  readonly observed: Metric | undefined;
}

export const PARTS = ['_bucket', '_sum', '_count'] as const;
export type HistogramPart = (typeof PARTS)[number];

/** Finds what is known of a name. */
export type LookUp = (name: string) => Series | undefined;

/** What is known of the series that a selector asks for. */
export function seriesOf({ metric }: Selector, lookUp: LookUp): Series | undefined {
  return metric === undefined ? undefined : lookUp(metric.name);
}
