import { crc32 } from 'node:zlib';

/** 0xff stands in no UTF-8 text, so that a pushed text cannot look like a frame. The last byte is the format's version. */
const MARK = Buffer.from([0xff, 0x41, 0x55, 0x01]);
const LENGTH_AT = 4;
const CHECKSUM_AT = 8;
const RECORD_AT = 12;

export type Decoded =
  | { readonly found: 'frame'; readonly record: Buffer; readonly next: number }
  | { readonly found: 'end' }
  | { readonly found: 'damage'; readonly reason: string };

/** A frame: the mark, the record's length and a CRC-32 over length and record, 4 bytes little-endian each, and the record. */
export function frameOf(record: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(RECORD_AT + record.length);
  MARK.copy(frame);
  frame.writeUInt32LE(record.length, LENGTH_AT);
  frame.set(record, RECORD_AT);
  frame.writeUInt32LE(checksumOf(frame, 0, frame.length), CHECKSUM_AT);
  return frame;
}

/** Reads the frame that begins at `at`. The record shares its memory with `bytes`. */
export function decodeFrame(bytes: Buffer, at: number): Decoded {
  if (at === bytes.length) return { found: 'end' };
  if (bytes.length - at < RECORD_AT) return damage('it ends within the head of a record');
  if (!bytes.subarray(at, at + MARK.length).equals(MARK)) {
    return damage('no record begins where one belongs');
  }
  const next = at + RECORD_AT + bytes.readUInt32LE(at + LENGTH_AT);
  if (next > bytes.length) return damage('it ends within a record');
  if (bytes.readUInt32LE(at + CHECKSUM_AT) !== checksumOf(bytes, at, next)) {
    return damage('the checksum of a record is not that of its bytes');
  }
  return { found: 'frame', record: bytes.subarray(at + RECORD_AT, next), next };
}

/** Where the first whole frame after `at` begins, if there is one: what is broken before it was no torn end. */
export function frameAfter(bytes: Buffer, at: number): number | undefined {
  let begin = bytes.indexOf(MARK, at + 1);
  while (begin !== -1 && decodeFrame(bytes, begin).found !== 'frame') {
    begin = bytes.indexOf(MARK, begin + 1);
  }
  return begin === -1 ? undefined : begin;
}

function checksumOf(bytes: Buffer, at: number, end: number): number {
  const ofLength = crc32(bytes.subarray(at + LENGTH_AT, at + CHECKSUM_AT));
  return crc32(bytes.subarray(at + RECORD_AT, end), ofLength);
}

function damage(reason: string): Decoded {
  return { found: 'damage', reason };
}
