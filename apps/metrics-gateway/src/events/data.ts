import { OVERFLOW_VALUE, type DataOf, type Field, type Fields } from '@aura/metrics';
import { closest } from 'fastest-levenshtein';
import { shown } from './shown.js';

export type DataRead =
  | { readonly ok: true; readonly data: DataOf<Fields> }
  | { readonly ok: false; readonly said: string };

/** Reads the data of an event by the fields of its type; the sentence names the field and the nearest right name. */
export function readData(given: unknown, fields: Fields): DataRead {
  if (given === undefined) return fault('data is missing');
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return fault('data is not an object');
  }
  const values = new Map<string, unknown>(Object.entries(given));
  const strange = strangeFault(values, Object.keys(fields));
  return strange === undefined ? readFields(values, fields) : fault(strange);
}

function readFields(values: ReadonlyMap<string, unknown>, fields: Fields): DataRead {
  const data: Record<string, string | number> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = values.get(name);
    if (value === undefined && field.isOptional === true) continue;
    const read = readField(value, field);
    if (!read.ok) return fault(`data.${name} ${read.said}`);
    data[name] = read.value;
  }
  return { ok: true, data };
}

/** A word that is misspelt is missing too, and says less so. */
function strangeFault(
  values: ReadonlyMap<string, unknown>,
  names: readonly string[],
): string | undefined {
  const strange = [...values.keys()].find((name) => !names.includes(name));
  if (strange === undefined) return undefined;
  const nearest = closest(strange.slice(0, MOST_CHARACTERS), names);
  return `data has no ${shown(strange)}; the nearest is ${shown(nearest)}`;
}

/** As long as a label of the instruments may be; what is longer is `other` there, and here. */
const MOST_CHARACTERS = 256;
const LONE_SURROGATE = /\p{Surrogate}/gu;

type FieldRead =
  | { readonly ok: true; readonly value: string | number }
  | { readonly ok: false; readonly said: string };

function readField(value: unknown, field: Field): FieldRead {
  if (value === undefined) return fault('is missing');
  switch (field.kind) {
    case 'choice':
      return choiceOf(value, field.values);
    case 'text':
      return textOf(value, field);
    case 'number':
      return amountOf(value, field);
  }
}

function choiceOf(value: unknown, values: readonly string[]): FieldRead {
  const known = values.find((one) => one === value);
  if (known !== undefined) return { ok: true, value: known };
  const nearest = typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : shown(value);
  return fault(`cannot be ${shown(value)}; the nearest is ${shown(closest(nearest, values))}`);
}

function textOf(value: unknown, { atMost }: Extract<Field, { readonly kind: 'text' }>): FieldRead {
  if (typeof value !== 'string' || value === '') return fault('is not a text, or is empty');
  if (atMost === undefined) return { ok: true, value: labelOf(value) };
  const isFit = value.length <= atMost;
  return isFit ? { ok: true, value } : fault(`has more than ${String(atMost)} characters`);
}

/** As the instruments do with the text of a label. */
function labelOf(text: string): string {
  return text.length > MOST_CHARACTERS ? OVERFLOW_VALUE : text.replace(LONE_SURROGATE, '\ufffd');
}

function amountOf(
  value: unknown,
  { isWhole, least, most }: Extract<Field, { readonly kind: 'number' }>,
): FieldRead {
  const what = `a ${isWhole ? 'whole number' : 'number'} from ${String(least)} to ${String(most)}`;
  const isFit = typeof value === 'number' && value >= least && value <= most;
  if (!isFit || (isWhole && !Number.isInteger(value)))
    return fault(`is ${shown(value)}, not ${what}`);
  return { ok: true, value: value === 0 ? 0 : value };
}

function fault(said: string): { readonly ok: false; readonly said: string } {
  return { ok: false, said };
}
