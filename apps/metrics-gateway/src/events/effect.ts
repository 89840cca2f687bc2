import { createHash } from 'node:crypto';
import type { Movement } from '@aura/metrics';

/** An event that was read: what is left of it once nobody has to understand it any more. */
export interface Effect {
  /** Of its source and id; two events with one key are one event. */
  readonly key: string;
  /** When it happened. */
  readonly atSeconds: number;
  /** It did not say when; that is when it came. */
  readonly isUntimed?: true | undefined;
  readonly movements: readonly Movement[];
}

/** As many characters of base64 as 128 bits take. */
const KEY_CHARACTERS = 22;

/** A name of fixed length for some texts, so that what senders choose costs the same memory whatever they choose. */
export function keyOf(...texts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(texts));
  return hash.digest('base64url').slice(0, KEY_CHARACTERS);
}
