/** What a frame holds: the length of the kind's name in one byte, the name, and the body. */
export interface JournalRecord {
  readonly kind: string;
  readonly body: Uint8Array;
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
