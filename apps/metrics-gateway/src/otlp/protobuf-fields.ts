import { fieldsOf, type Field } from '../exposition/wire.js';
import { TEMPORALITIES, type OtlpExemplar, type Temporality } from './request.js';

const NO_VALUE = 1;

/** Of the flags of a point. */
export function hasNoValue(flags: number): boolean {
  return flags % 2 === NO_VALUE;
}

export function readTime(field: Field, times: { start: bigint; time: bigint }): boolean {
  if (field.number === 2) times.start = field.fixed();
  else if (field.number === 3) times.time = field.fixed();
  else return false;
  return true;
}

export interface Numbers {
  count: number;
  sum: number | undefined;
  flags: number;
}

export function readNumbers(field: Field, numbers: Numbers): void {
  if (field.number === 4) numbers.count = Number(field.fixed());
  else if (field.number === 5) numbers.sum = field.double();
  else if (field.number === 10) numbers.flags = field.whole();
}

export function addWholes(to: number[], field: Field): void {
  for (const eight of field.eights()) to.push(Number(eight.readBigUInt64LE()));
}

export function addDoubles(to: number[], field: Field): void {
  for (const eight of field.eights()) to.push(eight.readDoubleLE());
}

export function temporalityOf(message: Buffer): Temporality {
  return TEMPORALITIES[lastWhole(message, 2)] ?? 'unspecified';
}

export function lastWhole(message: Buffer, number: number): number {
  let whole = 0;
  for (const field of fieldsOf(message)) if (field.number === number) whole = field.whole();
  return whole;
}

/** An exemplar but for its attributes. */
export function exemplarOf(message: Buffer): Omit<OtlpExemplar, 'attributes'> {
  const found: Found = { time: 0n, value: undefined, traceId: '', spanId: '' };
  for (const field of fieldsOf(message)) READ.get(field.number)?.(found, field);
  return found;
}

type Found = { -readonly [Key in keyof Omit<OtlpExemplar, 'attributes'>]: OtlpExemplar[Key] };

const READ = new Map<number, (found: Found, field: Field) => unknown>([
  [2, (found, field) => (found.time = field.fixed())],
  [3, (found, field) => (found.value = field.double())],
  [4, (found, field) => (found.spanId = field.message().toString('hex'))],
  [5, (found, field) => (found.traceId = field.message().toString('hex'))],
  [6, (found, field) => (found.value = Number(field.signedFixed()))],
]);
