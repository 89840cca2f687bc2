import { identity, type Family, type FamilyType, type Label, type Sample } from './family.js';
import { quoted, type Fault } from './fault.js';
import { numberOf } from './line.js';

/**
 * What is wrong with a histogram or a summary, taken as a whole: a histogram's buckets need ascending bounds,
 * counts that never fall and an end at +Inf that equals its count; both need their sum and count.
 */
export function distributionFault(
  { name, type, samples }: Family,
  lines: readonly number[],
): Fault | undefined {
  const shape = SHAPES[type];
  if (shape === undefined) return undefined;
  const distributions = new Map<string, Distribution>();
  for (const [i, sample] of samples.entries()) {
    const fault = add(distributions, { sample, line: lines[i] ?? 0, shape, name });
    if (fault !== undefined) return fault;
  }
  for (const distribution of distributions.values()) {
    const fault = shape.incompleteness(name, distribution) ?? missingPart(name, distribution);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

interface Shape {
  readonly bound: 'le' | 'quantile';
  /** Of the samples that carry a bound. */
  readonly suffix: '_bucket' | '';
  /** What is wrong with a bound that follows another. */
  readonly disorder: (name: string, last: Bound | undefined, next: Bound) => Misfit | undefined;
  readonly incompleteness: (name: string, distribution: Distribution) => Fault | undefined;
}

type Misfit = Omit<Fault, 'line'>;

interface Bound {
  readonly bound: number;
  readonly value: number;
}

const SHAPES: Partial<Record<FamilyType, Shape>> = {
  histogram: { bound: 'le', suffix: '_bucket', disorder: bucketDisorder, incompleteness: openEnd },
  summary: {
    bound: 'quantile',
    suffix: '',
    disorder: () => undefined,
    incompleteness: () => undefined,
  },
};

/** The samples that share all labels but the bound. */
interface Distribution {
  readonly line: number;
  last: Bound | undefined;
  sum: number | undefined;
  count: number | undefined;
}

interface Addition {
  readonly sample: Sample;
  readonly line: number;
  readonly shape: Shape;
  readonly name: string;
}

function add(
  distributions: Map<string, Distribution>,
  { sample, line, shape, name }: Addition,
): Fault | undefined {
  const isBounded = sample.name === name + shape.suffix;
  const isKnown = isBounded || sample.name !== name;
  if (!isKnown) {
    const expected = `${name}_bucket, ${name}_sum or ${name}_count, for it is a histogram`;
    return { line, found: `a sample of ${name} itself`, expected };
  }
  const others = isBounded
    ? sample.labels.filter(([label]) => label !== shape.bound)
    : sample.labels;
  const key = identity('', others);
  const distribution = distributions.get(key) ?? open(line);
  distributions.set(key, distribution);
  if (isBounded) return addBound(distribution, { sample, line, shape, name });
  if (sample.name === `${name}_sum`) distribution.sum = sample.value;
  else distribution.count = sample.value;
  return undefined;
}

function open(line: number): Distribution {
  return { line, last: undefined, sum: undefined, count: undefined };
}

function addBound(
  distribution: Distribution,
  { sample: { labels, value }, line, shape, name }: Addition,
): Fault | undefined {
  const bound = boundOf(labels, shape.bound);
  if (typeof bound === 'string') {
    const expected = `a number in the label ${shape.bound} of ${name}${shape.suffix}`;
    return { line, found: bound, expected };
  }
  const misfit = shape.disorder(name, distribution.last, { bound, value });
  distribution.last = { bound, value };
  return misfit === undefined ? undefined : { line, ...misfit };
}

function bucketDisorder(name: string, last: Bound | undefined, next: Bound): Misfit | undefined {
  const { bound, value } = last ?? { bound: -Infinity, value: 0 };
  if (last !== undefined && next.bound <= bound) {
    const expected = `the buckets of ${name} in ascending order of le`;
    return { found: `le ${String(next.bound)} after ${String(bound)}`, expected };
  }
  if (next.value >= value) return undefined; // false for NaN too
  const expected = `the buckets of ${name} to add up, this one to at least ${String(value)}`;
  return { found: String(next.value), expected };
}

function boundOf(labels: readonly Label[], name: string): number | string {
  const text = labels.find(([label]) => label === name)?.[1];
  if (text === undefined) return `no label ${name}`;
  const bound = numberOf(text);
  return bound === undefined || Number.isNaN(bound) ? quoted(text) : bound;
}

function openEnd(name: string, { line, last, count }: Distribution): Fault | undefined {
  if (last?.bound !== Infinity) {
    const found = 'a histogram without its last bucket';
    return { line, found, expected: `${name}_bucket with le="+Inf"` };
  }
  if (count === undefined || count === last.value) return undefined;
  const expected = `${String(last.value)}, which its last bucket holds`;
  return { line, found: `${name}_count ${String(count)}`, expected };
}

function missingPart(name: string, { line, sum, count }: Distribution): Fault | undefined {
  const missing = [
    ...(sum === undefined ? ['_sum'] : []),
    ...(count === undefined ? ['_count'] : []),
  ];
  const [suffix] = missing;
  if (suffix === undefined) return undefined;
  const expected = `${name}${suffix} for each set of labels`;
  return { line, found: `samples of ${name} without ${name}${suffix}`, expected };
}
