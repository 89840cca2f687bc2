import type { CounterHandle } from '@aura/instrumentation';
import type { gateway } from '@aura/metrics';
import { z } from 'zod';
import type { Journal } from '../journal/journal.js';
import { bodyWith, jsonIn } from '../journal/pieces.js';
import type { Adder } from './adder.js';
import type { Stale } from './stale.js';

interface Parts {
  readonly adder: Adder;
  readonly journal: Journal;
  readonly expired: CounterHandle<typeof gateway.seriesExpired.labels>;
  /** How long a series whose family does not say stays without a push; for ever when undefined. */
  readonly afterSeconds: number | undefined;
}

const KIND = 'expire sums';
const STALE = z.array(z.object({ name: z.string(), untilSeconds: z.number() }));

/** Forgets sums that nobody pushes to. A record has the moments, so that a replay forgets the same series. */
export class SumsExpiry {
  constructor(private readonly parts: Parts) {
    const { journal, adder } = parts;
    journal.register({
      name: KIND,
      replay: (bytes) => {
        adder.forget(STALE.parse(jsonIn(bytes)));
      },
      dump: () => [],
    });
  }

  async expire(nowSeconds: number): Promise<void> {
    const { adder, afterSeconds } = this.parts;
    const stale = adder.stale(nowSeconds, afterSeconds);
    if (stale.length > 0) await this.forget(stale);
  }

  private async forget(stale: readonly Stale[]): Promise<void> {
    const { adder, journal, expired } = this.parts;
    await journal.append({
      kind: KIND,
      encode: () => bodyWith(stale),
      apply: () => {
        // Less than was stale, where some were pushed to since.
        const series = adder.forget(stale);
        if (series > 0) expired.inc(series);
        return { answer: series, isKept: series > 0 };
      },
    });
  }
}
