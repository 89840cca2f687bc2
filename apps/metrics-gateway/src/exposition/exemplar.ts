import type { Label } from './family.js';
import { braced, numberText } from './write.js';

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
  for (const { line, labels, value, timestamp } of exemplars) {
    lines[line] = `${lines[line] ?? ''} # ${braced(labels)} ${numberText(value)} ${numberText(timestamp)}`;
  }
  return lines.join('\n');
}
