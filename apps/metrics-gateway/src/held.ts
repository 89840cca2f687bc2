import type { Family, FamilyType } from './exposition/family.js';
import { writeSamples } from './exposition/write.js';

/** A family of one group. Never changed: who has it has it as it was. */
export interface Held {
  readonly type: FamilyType;
  readonly help: string | undefined;
  /** Its samples, as a scrape shows them. Outside the heap, which a garbage collection then need not walk. */
  readonly text: Buffer;
  readonly series: number;
  /** When it was pushed, in seconds since the epoch. */
  readonly pushedAt: number;
}

export function heldOf({ type, help, samples }: Family, pushedAt: number): Held {
  return {
    type,
    help: help === undefined ? undefined : detached(help),
    text: bytesOf(writeSamples(samples)),
    series: samples.length,
    pushedAt,
  };
}

/** A copy that shares no memory with the body it was cut from, which would else live as long as it does. */
export function detached(text: string): string {
  return Buffer.from(text).toString();
}

/** Memory of its own: a piece of Node's pool would keep all of the pool. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
