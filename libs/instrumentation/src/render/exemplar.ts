import { labelText, valueText } from './text.js';

/** Labels that point from a sample to the one event behind it, such as `{ trace_id }`. */
export type ExemplarLabels = Readonly<Record<string, string>>;

/** An observation that is shown beside its sample, in OpenMetrics alone. */
export interface Exemplar {
  readonly labelSet: ExemplarLabels;
  readonly value: number;
  /** Seconds since the epoch. */
  readonly timestamp: number;
}

/** What OpenMetrics allows for names and values of an exemplar's labels together, in characters. */
const MOST_CHARACTERS = 128;

export const EXEMPLAR_TOO_LONG = `an exemplar has at most ${String(MOST_CHARACTERS)} characters of labels`;

/** Undefined when its labels are longer than OpenMetrics allows. */
export function exemplarOf(labelSet: ExemplarLabels, value: number): Exemplar | undefined {
  const length = Object.entries(labelSet).reduce(
    (sum, [name, text]) => sum + name.length + text.length,
    0,
  );
  return length > MOST_CHARACTERS ? undefined : { labelSet, value, timestamp: Date.now() / 1000 };
}

export function exemplarText({ labelSet, value, timestamp }: Exemplar): string {
  const pairs = Object.entries(labelSet).map(([name, text]) => labelText(name, text));
  return ` # {${pairs.join(',')}} ${valueText(value)} ${String(timestamp)}`;
}
