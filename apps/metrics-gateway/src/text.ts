import { isUtf8 } from 'node:buffer';
import type { Fault } from './exposition/fault.js';

export type TextRead =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly fault: Fault };

const LINE_FEED = 10;

/** The text that the bytes are, if they are UTF-8 throughout. */
export function textOf(bytes: Uint8Array): TextRead {
  if (isUtf8(bytes)) return { ok: true, text: Buffer.from(bytes).toString('utf8') };
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed === -1 ? bytes.length : feed;
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end + 1;
  }
  return { ok: false, fault: { line, found: 'bytes that are not UTF-8', expected: 'UTF-8' } };
}
