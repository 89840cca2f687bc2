/**
 * The shape of a metric: what is measured, in which unit, and how many series it may ever cost.
 *
 * A definition is data. Instruments, alert rules, panels, documentation and tests are derived from it,
 * so a name, a label or a unit is written once and checked by the compiler everywhere else.
 */

/** An open set of label values with a stated ceiling, which counts the overflow value `other`; see `upTo`. */
export interface OpenDomain {
  readonly atMost: number;
  readonly why: string;
}

/** What a label may hold: a closed list of values, or an open set with a ceiling. */
export type Domain = readonly string[] | OpenDomain;
export type LabelDomains = Readonly<Record<string, Domain>>;

export type Kind = 'counter' | 'gauge' | 'histogram';

/**
 * Each unit with the suffix that a metric's name must carry for it.
 * `percent` and `score` exist because the product's first description names metrics so; `money` is the
 * major unit of the currency that the series' `currency` label names.
 */
export const UNIT_SUFFIX = {
  count: '',
  money: '',
  score: '_score',
  seconds: '_seconds',
  bytes: '_bytes',
  ratio: '_ratio',
  percent: '_percent',
} as const;
export type Unit = keyof typeof UNIT_SUFFIX;

export interface Metric<
  K extends Kind = Kind,
  L extends LabelDomains = LabelDomains,
  U extends Unit = Unit,
> {
  readonly kind: K;
  readonly name: string;
  /** One sentence: a capital letter first, a full stop last. */
  readonly help: string;
  readonly unit: U;
  readonly labels: L;
  /** Upper bounds in the metric's unit, ascending, without +Inf. Histograms only. */
  readonly buckets?: readonly number[];
}

/** One concrete series of a metric: every label, and only values from its domain. */
export type LabelValues<L extends LabelDomains> = {
  readonly [K in keyof L]: L[K] extends readonly (infer V extends string)[] ? V : string;
};
export type LabelName<L extends LabelDomains> = Extract<keyof L, string>;

type Named<U extends Unit> = `${Lowercase<string>}${(typeof UNIT_SUFFIX)[U]}`;

interface Spec<N extends string, U extends Unit, L extends LabelDomains> {
  readonly name: N;
  readonly unit: U;
  readonly help: string;
  readonly labels: L;
}

/** An open label: at most `atMost` distinct values, the overflow value `other` included. */
export function upTo(atMost: number, why: string): OpenDomain {
  return { atMost, why };
}

/** The value that further values of an open label fold into once its ceiling is reached. */
export const OVERFLOW_VALUE = 'other';

/** Something that only ever grows. The name ends in the unit's suffix and `_total`. */
export function counter<const L extends LabelDomains, U extends Unit>(
  spec: Spec<`${Named<U>}_total`, U, L>,
): Metric<'counter', L, U> {
  return checked({ kind: 'counter', ...spec });
}

/** A value that goes up and down. The name ends in the unit's suffix, never in `_total`. */
export function gauge<const L extends LabelDomains, U extends Unit>(
  spec: Spec<Named<U>, U, L>,
): Metric<'gauge', L, U> {
  return checked({ kind: 'gauge', ...spec });
}

/** A distribution over fixed, ascending bucket bounds. The name ends in the unit's suffix. */
export function histogram<const L extends LabelDomains, U extends Unit>(
  spec: Spec<Named<U>, U, L> & { readonly buckets: readonly number[] },
): Metric<'histogram', L, U> {
  return checked({ kind: 'histogram', ...spec });
}

/** True for a label whose values are not listed. */
export function isOpen(domain: Domain): domain is OpenDomain {
  return 'atMost' in domain;
}

/**
 * The most series this metric can ever cost Prometheus, per scrape target: the product of its labels'
 * sizes, and for a histogram one series a bucket plus `+Inf`, `_sum` and `_count`.
 */
export function seriesCeiling(metric: Metric): number {
  const combinations = Object.values(metric.labels)
    .map((domain) => (isOpen(domain) ? domain.atMost : domain.length))
    .reduce((product, size) => product * size, 1);
  return combinations * (metric.buckets === undefined ? 1 : metric.buckets.length + 3);
}

const METRIC_NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const LABEL_NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const RESERVED_LABELS: readonly string[] = ['le', 'quantile', 'job', 'instance'];
const HISTOGRAM_SUFFIX = /_(bucket|sum|count|total)$/;

/** What the types cannot say: a definition that breaks these is a bug, found when its module loads. */
function checked<M extends Metric>(metric: M): M {
  const faults = [...nameFaults(metric), ...labelFaults(metric.labels), ...bucketFaults(metric)];
  if (faults.length > 0) {
    throw new Error(`metric definition ${metric.name}: ${faults.join('; ')}`);
  }
  return metric;
}

function nameFaults({ name, kind, help }: Metric): string[] {
  return [
    ...(METRIC_NAME.test(name) ? [] : ['its name is not lower_snake_case']),
    ...(kind === 'gauge' && name.endsWith('_total') ? ['_total belongs to counters'] : []),
    ...(kind === 'histogram' && HISTOGRAM_SUFFIX.test(name)
      ? ['its name ends in a suffix that the exposition format adds']
      : []),
    ...(/^[A-Z].*\.$/.test(help)
      ? []
      : ['its help is not a sentence: start with a capital letter and end with a full stop']),
  ];
}

/** JavaScript may leave the labels out, or write a domain as anything. */
function labelFaults(labels: unknown): string[] {
  if (!isObject(labels)) return ['its labels are missing: write labels: {} for none'];
  return Object.entries(labels).flatMap(([label, domain]) => [
    ...(LABEL_NAME.test(label) ? [] : [`label ${label} is not lower_snake_case`]),
    ...(RESERVED_LABELS.includes(label) ? [`label ${label} belongs to Prometheus`] : []),
    ...domainFaults(label, domain),
  ]);
}

function domainFaults(label: string, domain: unknown): string[] {
  if (isObject(domain) && !Array.isArray(domain)) return ceilingFaults(label, domain);
  const values: readonly unknown[] = Array.isArray(domain) ? domain : [];
  const isDistinct = values.length > 0 && new Set(values).size === values.length;
  return isDistinct ? [] : [`label ${label} needs at least one value, each listed once`];
}

function ceilingFaults(
  label: string,
  { atMost, why }: { readonly atMost?: unknown; readonly why?: unknown },
): string[] {
  if (typeof why !== 'string') return [`label ${label} needs a reason: write upTo(atMost, why)`];
  return Number.isInteger(atMost) && Number(atMost) >= 2
    ? []
    : [`label ${label} needs a ceiling of at least 2: one value and ${OVERFLOW_VALUE}`];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function bucketFaults({ buckets }: Metric): string[] {
  if (buckets === undefined) return [];
  const isAscending = buckets.every((bound, i) => i === 0 || bound > (buckets[i - 1] ?? Infinity));
  const isUsable = buckets.length > 0 && buckets.every((bound) => Number.isFinite(bound));
  return isAscending && isUsable ? [] : ['its buckets are not finite and strictly ascending'];
}
