import { LABEL_NAME } from '@aura/metrics';
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

/** What is said of an exemplar that cannot be shown; the update itself counts. */
export const DROPPED_EXEMPLAR = 'the exemplar is dropped, the update counts';

/**
 * The exemplar of these labels, or why there can be none. Undefined where nothing is pointed at: no labels at all,
 * or none with a value, as there is no trace to name outside of one.
 */
export function exemplarOf(
  labels: ExemplarLabels | null | undefined,
  value: number,
): Exemplar | string | undefined {
  const given = Object.entries<unknown>(labels ?? {}).filter(
    ([, text]) => text !== undefined && text !== null,
  );
  if (given.length === 0) return undefined;
  const labelSet: Record<string, string> = {};
  let length = 0;
  for (const [name, text] of given) {
    if (!LABEL_NAME.test(name) || typeof text !== 'string')
      return 'an exemplar has labels of letters, digits and underscores, and texts as their values';
    labelSet[name] = text;
    length += name.length + text.length;
  }
  if (length > MOST_CHARACTERS)
    return `an exemplar has at most ${String(MOST_CHARACTERS)} characters of labels`;
  return { labelSet, value, timestamp: Date.now() / 1000 };
}

export function exemplarText({ labelSet, value, timestamp }: Exemplar): string {
  const pairs = Object.entries(labelSet).map(([name, text]) => labelText(name, text));
  return ` # {${pairs.join(',')}} ${valueText(value)} ${String(timestamp)}`;
}
