import type { Exemplar } from './exemplar.js';

/** The types of a family in the text format, version 0.0.4. Without a TYPE line a family is untyped. */
export const FAMILY_TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'] as const;
export type FamilyType = (typeof FAMILY_TYPES)[number];

/** Name and value; a list, because `__proto__` is a good label name. */
export type Label = readonly [name: string, value: string];

export interface Sample {
  readonly name: string;
  /** In the order of their names, `le` and `quantile` last. */
  readonly labels: readonly Label[];
  readonly value: number;
  readonly exemplar?: Exemplar | undefined;
}

/** All samples of one name; of a histogram and a summary those of its buckets, sums and counts too. */
export interface Family {
  readonly name: string;
  readonly type: FamilyType;
  readonly help: string | undefined;
  readonly samples: readonly Sample[];
}

/** What a family of this type writes beside, or instead of, its own name. */
export const SUFFIXES: Readonly<Record<FamilyType, readonly string[]>> = {
  counter: [],
  gauge: [],
  untyped: [],
  summary: ['_sum', '_count'],
  histogram: ['_bucket', '_sum', '_count'],
};

/** The labels that the format itself writes. */
export const BOUND_LABELS: readonly string[] = ['le', 'quantile'];

export function inOrder(labels: readonly Label[]): readonly Label[] {
  return labels.length < 2 ? labels : [...labels].sort(([a], [b]) => rank(a, b));
}

function rank(a: string, b: string): number {
  const late = Number(BOUND_LABELS.includes(a)) - Number(BOUND_LABELS.includes(b));
  if (late !== 0) return late;
  return a < b ? -1 : 1;
}

/** One string for each series. A label without a value is, to Prometheus, no label. */
export function identity(name: string, labels: readonly Label[]): string {
  let key = name;
  for (const [label, value] of labels) {
    if (value !== '') key += ` ${label}=${String(value.length)}:${value}`;
  }
  return key;
}
