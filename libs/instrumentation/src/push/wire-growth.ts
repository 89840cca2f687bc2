import type { Group } from './target.js';
import type { ReadFamily, ReadSeries } from './wire-text.js';

/** The values of a family's series when the gateway last heard of them. */
export type Settled = ReadonlyMap<string, readonly number[]>;

export interface Growth {
  /** As `POST /v1/push` wants it; undefined where there is nothing new. */
  readonly family: object | undefined;
  readonly told: Settled;
}

/** What a family has grown by. Series that are new are told of even where they stand at 0. */
export function growthOf(
  family: ReadFamily,
  settled: Settled = new Map<string, readonly number[]>(),
  group: Group,
): Growth {
  const told = new Map<string, readonly number[]>();
  const series: object[] = [];
  for (const [key, one] of family.series) {
    const values = family.type === 'gauge' ? one.values : grown(one.values, settled.get(key));
    if (!one.values.every((value) => Number.isFinite(value))) continue; // JSON has no word for it
    told.set(key, one.values);
    if (values !== undefined) series.push(seriesOf({ ...one, values }, family, group));
  }
  const { name, type, help, bounds } = family;
  const buckets = type === 'histogram' ? { buckets: bounds } : {};
  return {
    family: series.length === 0 ? undefined : { name, type, help, ...buckets, series },
    told,
  };
}

/** Undefined for what has not grown. A value that fell was reset, and has grown from 0. */
function grown(
  values: readonly number[],
  before: readonly number[] | undefined,
): readonly number[] | undefined {
  if (before === undefined) return values;
  const growth = values.map((value, i) => value - (before[i] ?? 0));
  if (growth.every((value) => value === 0)) return undefined;
  return hasFallen(growth) ? values : growth;
}

/** The sum of a histogram, last but one, falls with a negative observation too. */
function hasFallen(growth: readonly number[]): boolean {
  return growth.some((value, i) => value < 0 && !(growth.length > 1 && i === growth.length - 2));
}

function seriesOf(
  { labels, values }: ReadSeries,
  { type, bounds }: ReadFamily,
  { job, grouping }: Group,
): object {
  const whole = Object.fromEntries([...labels, ['job', job], ...Object.entries(grouping ?? {})]);
  if (type !== 'histogram') return { labels: whole, value: values[0] };
  const [sum, count] = values.slice(bounds.length);
  return { labels: whole, buckets: values.slice(0, bounds.length), sum, count };
}
