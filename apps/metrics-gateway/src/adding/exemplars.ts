import { z } from 'zod';
import {
  charactersOf,
  MOST_CHARACTERS,
  type Exemplar,
  type Placed,
} from '../exposition/exemplar.js';
import { each } from './each.js';
import { LABELS } from './labels.js';

/** A family has so many bounds at most, and `+Inf`. */
const MOST_EXEMPLARS = 201;

/** An event behind an increment, such as the trace of a request: docs/push.md. */
export const EXEMPLAR = z
  .strictObject({
    labels: LABELS.refine(
      (labels) => labels.length > 0,
      'expected a label such as trace_id',
    ).refine(
      (labels) => charactersOf(labels) <= MOST_CHARACTERS,
      `its names and values have more than ${String(MOST_CHARACTERS)} characters together`,
    ),
    value: z.number(),
    timestamp: z.number().nonnegative('expected seconds since 1970').optional(),
  })
  .transform(({ timestamp = Infinity, ...rest }): Exemplar => ({ ...rest, timestamp }));

export const EXEMPLARS = each(EXEMPLAR, MOST_EXEMPLARS);

/** The newest of each line, in the order of lines. None is from later than it came, lest it stay for ever. */
export function newestOf(
  before: readonly Placed[] | undefined,
  now: readonly Placed[] | undefined,
  atSeconds: number,
): readonly Placed[] | undefined {
  if (now === undefined) return before;
  const byLine = new Map((before ?? []).map((one) => [one.line, one]));
  for (const one of now) {
    const timestamp = Math.min(one.timestamp, atSeconds);
    const known = byLine.get(one.line)?.timestamp ?? -Infinity;
    if (timestamp >= known) byLine.set(one.line, { ...one, timestamp });
  }
  return [...byLine.values()].sort((a, b) => a.line - b.line);
}

/** What they cost of the characters that may be held. */
export function sizeOf(exemplars: readonly Placed[] = []): number {
  return exemplars.reduce((sum, { labels }) => sum + charactersOf(labels), 0);
}
