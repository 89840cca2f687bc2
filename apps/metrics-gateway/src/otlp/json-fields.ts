import { Malformed } from '../exposition/wire.js';
import { TEMPORALITIES, type Temporality } from './request.js';

/** A message of JSON. What is read of it throws `Malformed` where it is of another type. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldOf(message: Fields, name: string): unknown {
  const value = Object.hasOwn(message, name) ? message[name] : undefined;
  return value === null ? undefined : value;
}

export function objectOf(value: unknown, name: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields; // so it was found to be
  throw new Malformed(`${name} is not an object`);
}

export function listOf(message: Fields, name: string): readonly unknown[] {
  const value = fieldOf(message, name) ?? [];
  if (Array.isArray(value)) return value;
  throw new Malformed(`${name} is not a list`);
}

export function textOf(message: Fields, name: string): string {
  const value = fieldOf(message, name) ?? '';
  // Half a surrogate pair, which JSON may hold, becomes what UTF-8 has for it.
  if (typeof value === 'string') return Buffer.from(value).toString();
  throw new Malformed(`${name} is not a text`);
}

export function base64Of(text: string): string {
  return Buffer.from(text, 'base64').toString('base64');
}

export function wholeOf(message: Fields, name: string): bigint | undefined {
  const value = fieldOf(message, name);
  return value === undefined ? undefined : asWhole(value, name);
}

const WHOLE = /^-?\d{1,20}$/;
const MOST = 2n ** 64n;

/** 64 bits come as text, for a JSON number is not exact; numbers are taken too. */
export function asWhole(value: unknown, name: string): bigint {
  const isExact = Number.isSafeInteger(value) || (typeof value === 'string' && WHOLE.test(value));
  const whole = isExact ? BigInt(String(value)) : MOST;
  if (whole < MOST && whole >= -MOST / 2n) return whole;
  throw new Malformed(`${name} is not a whole number, such as "1700000000000000000"`);
}

export function timeOf(message: Fields, name: string): bigint {
  const time = wholeOf(message, name) ?? 0n;
  if (time >= 0n) return time;
  throw new Malformed(`${name} is before 1970`);
}

export function doubleOf(message: Fields, name: string): number | undefined {
  const value = fieldOf(message, name);
  return value === undefined ? undefined : asDouble(value, name);
}

const SPECIAL: ReadonlyMap<unknown, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

export function asDouble(value: unknown, name: string): number {
  const text = typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  const number = SPECIAL.get(value) ?? (typeof value === 'number' ? value : text);
  if (!Number.isNaN(number) || value === 'NaN') return number;
  throw new Malformed(`${name} is not a number`);
}

export function temporalityOf(message: Fields): Temporality {
  return TEMPORALITIES[Number(wholeOf(message, 'aggregationTemporality') ?? 0n)] ?? 'unspecified';
}
