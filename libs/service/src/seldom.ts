import { SYSTEM_CLOCK, type Clock } from '@aura/health';

const SAID_AGAIN_MS = 60_000;
/** More different sentences than an outage has; past it they are forgotten, and said anew. */
const SENTENCES_AT_MOST = 200;

/**
 * For what an outage would repeat without end: lets each sentence through once a minute, with how often it
 * was held back since. Sentences that differ in numbers alone are the same.
 *
 * ```ts
 * const said = seldom();
 * const through = said(reason);
 * if (through !== undefined) log.warn({ reason, ...through }, 'queue connection failed');
 * ```
 */
export function seldom(
  clock: Clock = SYSTEM_CLOCK,
): (sentence: string) => { readonly heldBack: number } | undefined {
  const said = new Map<string, { readonly at: number; heldBack: number }>();
  return (sentence) => {
    const kind = sentence.replaceAll(/\d+/g, '#');
    const last = said.get(kind);
    if (last !== undefined && clock.now() - last.at < SAID_AGAIN_MS) {
      last.heldBack += 1;
      return undefined;
    }
    if (said.size >= SENTENCES_AT_MOST) said.clear();
    said.set(kind, { at: clock.now(), heldBack: 0 });
    return { heldBack: last?.heldBack ?? 0 };
  };
}
