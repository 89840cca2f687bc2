import type { Kind, LabelDomains, Metric } from '@aura/metrics';
import { wholeValue } from './promql/regex.js';
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
  /** The scrape jobs that serve it, where those are known: another job's series of the name is another metric. */
  readonly jobs: readonly string[] | undefined;
  /** Every job has it, and jobs of others with labels of their own. */
  readonly isOfEveryJob: boolean;
}

export const PARTS = ['_bucket', '_sum', '_count'] as const;
export type HistogramPart = (typeof PARTS)[number];

/** Finds what is known of a name. */
export type LookUp = (name: string) => Series | undefined;

/**
 * What is known of the series that a selector asks for. Where it asks for a job of somebody else that is nothing, or
 * all but the labels if every job has the metric.
 */
export function seriesOf({ metric, matchers }: Selector, lookUp: LookUp): Series | undefined {
  const series = metric === undefined ? undefined : lookUp(metric.name);
  const jobs = series?.jobs;
  if (jobs === undefined) return series;
  const isOurs = matchers
    .filter(({ label, operator }) => label === 'job' && !operator.startsWith('!'))
    .every(({ operator, value }) => jobs.some((job) => matches(job, operator, value)));
  if (isOurs || series === undefined) return series;
  const labels: LabelSet = { ...series.labels, isComplete: false };
  return series.isOfEveryJob ? { ...series, labels } : undefined;
}

function matches(job: string, operator: string, value: string): boolean {
  return operator === '=' ? job === value : (wholeValue(value)?.test(job) ?? true);
}
