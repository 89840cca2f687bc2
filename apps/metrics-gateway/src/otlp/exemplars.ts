import type { Declaration } from '../adding/push.js';
import { charactersOf, MOST_CHARACTERS, placed, type Placed } from '../exposition/exemplar.js';
import { inOrder, type Label } from '../exposition/family.js';
import { labelName } from './names.js';
import type { Attribute, OtlpExemplar } from './request.js';

/** The exemplars of a point that can be shown; gauges have none. */
export function exemplarsOf(
  given: readonly OtlpExemplar[],
  { type, bounds }: Pick<Declaration, 'type' | 'bounds'>,
): readonly Placed[] | undefined {
  if (type === 'gauge') return undefined;
  const exemplars = given.flatMap((one) => {
    const labels = labelsOf(one);
    const { value = NaN, time } = one;
    if (labels.length === 0 || !Number.isFinite(value)) return [];
    // One that does not say when it was made has the time of its push.
    const timestamp = time === 0n ? Infinity : Number(time) / 1e9;
    return [placed({ labels, value, timestamp }, bounds)];
  });
  return exemplars.length === 0 ? undefined : exemplars;
}

const TRACE = /^(?!0+$)[0-9a-f]{32}$/;
const SPAN = /^(?!0+$)[0-9a-f]{16}$/;

/** Its trace and its span, where it has them, and then as many of its attributes as there is room for. */
function labelsOf({ traceId, spanId, attributes }: OtlpExemplar): readonly Label[] {
  const labels = new Map<string, string>();
  if (TRACE.test(traceId)) labels.set('trace_id', traceId);
  if (SPAN.test(spanId)) labels.set('span_id', spanId);
  let room = MOST_CHARACTERS - charactersOf([...labels]);
  const others = attributes.filter(isShort).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, value] of others) {
    const name = labelName(key);
    const length = charactersOf([[name, value]]);
    if (length > room || labels.has(name)) continue;
    labels.set(name, value);
    room -= length;
  }
  return inOrder([...labels]);
}

/** What is far too long is not worth the work of counting; a character takes up to two units of a string. */
function isShort([key, value]: Attribute): boolean {
  const isThere = key !== '' && value !== '';
  return isThere && key.length <= MOST_CHARACTERS && value.length <= 2 * MOST_CHARACTERS;
}
