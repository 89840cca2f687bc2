import type { Family, Label, Sample } from './family.js';
import { exemplarComment, exemplarText } from './write.js';

/** An observation that OpenMetrics shows beside the sample that counts it. */
export interface Exemplar {
  /** At least one. */
  readonly labels: readonly Label[];
  readonly value: number;
  /** Seconds since the epoch. */
  readonly timestamp: number;
}

/** The exemplar of one of the lines that a series takes. */
export interface Placed extends Exemplar {
  /** Counted from 0; of a histogram it is the bucket's place among the buckets. */
  readonly line: number;
}

/**
 * What the names and the values of an exemplar's labels may have together:
 * https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md#exemplars
 */
export const MOST_CHARACTERS = 128;

/** As OpenMetrics counts them, which is not by UTF-16. */
export function charactersOf(labels: readonly Label[]): number {
  return labels.reduce((sum, label) => sum + Array.from(label.join('')).length, 0);
}

/** In the lowest bucket that counts its value. A counter has no bounds, and one line. */
export function placed(exemplar: Exemplar, bounds: readonly number[]): Placed {
  const bucket = bounds.findIndex((bound) => exemplar.value <= bound);
  return { ...exemplar, line: bucket === -1 ? bounds.length : bucket };
}

/** The text of one series with exemplars at the ends of their lines. */
export function withExemplars(text: string, exemplars: readonly Placed[]): string {
  const lines = text.split('\n');
  for (const one of exemplars) lines[one.line] = `${lines[one.line] ?? ''} # ${exemplarText(one)}`;
  return lines.join('\n');
}

/** The same with each in a comment behind its line. */
export function withComments(text: string, exemplars: readonly Placed[]): string {
  const byLine = new Map(exemplars.map((one) => [one.line, one]));
  const lines = text.split('\n').flatMap((line, i) => {
    const found = byLine.get(i);
    return found === undefined ? [line] : [line, exemplarComment(found)];
  });
  return lines.join('\n');
}

/** Whether OpenMetrics can have it. */
export function isFit({ labels, value, timestamp }: Exemplar): boolean {
  const isPointing = labels.length > 0 && charactersOf(labels) <= MOST_CHARACTERS;
  return isPointing && Number.isFinite(value) && timestamp >= 0;
}

/** Those of a family whose samples may have one: those of a counter, and the buckets that their values lie in. */
export function exemplarsIn({ name, type, samples }: Family): readonly Placed[] | undefined {
  const exemplars = samples.flatMap(({ exemplar, ...sample }, line) => {
    if (exemplar === undefined) return [];
    const isBucket = type === 'histogram' && sample.name === `${name}_bucket`;
    const isHere = isBucket && isWithin(exemplar.value, sample, samples[line - 1]);
    return type === 'counter' || isHere ? [{ ...exemplar, line }] : [];
  });
  return exemplars.length === 0 ? undefined : exemplars;
}

/** Buckets come in the order of their bounds; what stands before the first is none with a lower one. */
function isWithin(value: number, bucket: Sample, before: Sample | undefined): boolean {
  const bound = boundOf(bucket);
  const below = before === undefined ? NaN : boundOf(before);
  return value <= bound && !(below < bound && value <= below);
}

function boundOf({ labels }: Sample): number {
  const text = labels.find(([label]) => label === 'le')?.[1];
  return text === '+Inf' ? Infinity : Number(text ?? NaN);
}
