import { isOpen, type Domain, type Metric } from '@aura/metrics';
import { closest } from 'fastest-levenshtein';
import type { Family, Label, Sample } from '../exposition/family.js';
import { boundsMismatch } from '../adding/agree.js';
import type { AddedFamily } from '../adding/push.js';

/** Labels that say who pushed, which a definition cannot have. */
const PUSHER_LABELS: ReadonlySet<string> = new Set(['job', 'instance']);

/** What contradicts the definition in a family of increments. */
export function faultOfAdded(family: AddedFamily, metric: Metric): string | undefined {
  const { name, type, bounds } = family;
  if (type !== metric.kind) return typesOf(family, metric);
  return boundsFault(name, metric, bounds) ?? labelsFault(family, metric, PUSHER_LABELS);
}

/** What contradicts the definition in a family of a group, whose own labels may stand on any series. */
export function faultOfGrouped(
  family: Family,
  metric: Metric,
  grouping: readonly Label[],
): string | undefined {
  const { name, type, samples } = family;
  if (type === 'untyped') {
    return `${typesOf(family, metric)}; put the line "# TYPE ${name} ${metric.kind}" before its samples`;
  }
  if (type !== metric.kind) return typesOf(family, metric);
  const allowed = new Set([...PUSHER_LABELS, ...grouping.map(([label]) => label)]);
  if (type !== 'histogram') return labelsFault({ name, series: samples }, metric, allowed);
  for (const bounds of boundsIn(family)) {
    const fault = boundsFault(name, metric, bounds);
    if (fault !== undefined) return fault;
  }
  const counts = samples.filter((sample) => sample.name === `${name}_count`);
  return labelsFault({ name, series: counts }, metric, allowed);
}

export function domainOf({ labels }: Metric, label: string): Domain | undefined {
  return Object.hasOwn(labels, label) ? labels[label] : undefined;
}

function typesOf({ name, type }: Pick<Family, 'name' | 'type'>, { kind }: Metric): string {
  return `family ${name} is ${type === 'untyped' ? type : `a ${type}`} here, and a ${kind} in the catalogue`;
}

function boundsFault(
  name: string,
  { buckets = [] }: Metric,
  bounds: readonly number[],
): string | undefined {
  const isSame = buckets.length === bounds.length && buckets.every((one, i) => one === bounds[i]);
  return isSame ? undefined : boundsMismatch(name, buckets, bounds);
}

/** The bounds of each of its histograms, whose buckets stand one after another up to `+Inf`. */
function* boundsIn({ name, samples }: Family): Generator<readonly number[]> {
  const open = new Map<string, number[]>();
  for (const sample of samples.filter((one) => one.name === `${name}_bucket`)) {
    const { key, le } = bucketOf(sample);
    const bounds = open.get(key) ?? [];
    open.set(key, bounds);
    if (le === '+Inf') yield bounds;
    else bounds.push(Number(le));
  }
}

/** The parser puts `le` last, and refuses a bucket without it. */
function bucketOf({ labels }: Sample): { readonly key: string; readonly le: string } {
  return { key: JSON.stringify(labels.slice(0, -1)), le: labels.at(-1)?.[1] ?? '' };
}

interface Labelled {
  readonly name: string;
  readonly series: readonly { readonly labels: readonly Label[] }[];
}

function labelsFault(
  { name, series }: Labelled,
  metric: Metric,
  allowed: ReadonlySet<string>,
): string | undefined {
  const wanted = Object.keys(metric.labels);
  for (const [i, { labels }] of series.entries()) {
    const given = labels.filter(([, value]) => value !== '');
    const fault = strangeFault(given, metric, allowed) ?? missingFault(given, wanted);
    if (fault !== undefined) return `family ${name}, series ${String(i + 1)}: ${fault}`;
  }
  return undefined;
}

function strangeFault(
  labels: readonly Label[],
  metric: Metric,
  allowed: ReadonlySet<string>,
): string | undefined {
  for (const [label, value] of labels) {
    const domain = domainOf(metric, label);
    if (domain === undefined) {
      if (allowed.has(label)) continue;
      return strangeLabel(label, Object.keys(metric.labels));
    }
    if (isOpen(domain) || domain.includes(value)) continue;
    return `the label ${label} cannot be ${JSON.stringify(value)}; the nearest is ${JSON.stringify(closest(value, domain))}`;
  }
  return undefined;
}

function missingFault(labels: readonly Label[], wanted: readonly string[]): string | undefined {
  const missing = wanted.find((label) => !labels.some(([given]) => given === label));
  return missing === undefined ? undefined : `the label ${missing} is missing or empty`;
}

function strangeLabel(label: string, wanted: readonly string[]): string {
  return wanted.length === 0
    ? `there is no label ${label}; it has none`
    : `there is no label ${label}; the nearest is ${closest(label, wanted)}`;
}
