/** What a frame holds: the length of the kind's name in one byte, the name, and the body. */
export interface JournalRecord {
  readonly kind: string;
  readonly body: Uint8Array;
  /** What of it was refused, where a later record says so. */
  readonly leftOut?: Uint8Array | undefined;
}

export function recordOf({ kind, body }: JournalRecord): Buffer {
  return Buffer.concat([Buffer.from([Buffer.byteLength(kind)]), Buffer.from(kind), body]);
}

export function readRecord(bytes: Buffer): JournalRecord {
  const bodyAt = 1 + (bytes[0] ?? 0);
  return { kind: bytes.toString('utf8', 1, bodyAt), body: bytes.subarray(bodyAt) };
}

/** The kind of a record that says of an earlier one, by its number, that it did not happen. */
export const VOID = 'void';

export function voidOf(sequence: number): JournalRecord {
  return { kind: VOID, body: Buffer.from(String(sequence)) };
}

/** The kind of a record that says of an earlier one, by its number, which part of it did not happen. */
export const PART = 'part';

export function partOf(sequence: number, leftOut: Uint8Array): JournalRecord {
  return { kind: PART, body: Buffer.concat([Buffer.from(`${String(sequence)}\n`), leftOut]) };
}

const LINE_FEED = 10;

export function readPart({ body }: JournalRecord): readonly [sequence: number, left: Uint8Array] {
  const end = body.indexOf(LINE_FEED);
  return [Number(Buffer.from(body.subarray(0, end)).toString()), body.subarray(end + 1)];
}
