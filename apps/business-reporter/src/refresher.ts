import { SYSTEM_CLOCK, reasonOf, singleFlight } from '@aura/health';
import { servedAt, type DatedFigures, type ServedFigures } from './served-figures.js';
import type { Ledger } from './ledger.js';

export interface RefresherOptions {
  readonly ledger: Pick<Ledger, 'read'>;
  readonly deadlineMs: number;
  /** Older figures are not served. */
  readonly limitSeconds: number;
  readonly now: () => number;
  /** Told after each attempt; the reason is there when it failed. */
  readonly onAttempt: (reason: string | undefined) => void;
}

export interface Refresher {
  /** Reads the figures anew; never rejects. Attempts do not overlap. */
  refresh(): Promise<void>;
  served(): ServedFigures | undefined;
  /** Why the last attempt failed, or that there was none yet; `undefined` when it succeeded. */
  trouble(): string | undefined;
}

export function createRefresher(options: RefresherOptions): Refresher {
  let last: DatedFigures | undefined;
  let trouble: string | undefined = 'the figures have not been read yet';
  const attempt = singleFlight(SYSTEM_CLOCK, {
    what: 'reading the figures',
    deadlineMs: options.deadlineMs,
    act: async (signal): Promise<DatedFigures> => {
      const asOfMs = options.now();
      return { figures: await options.ledger.read(new Date(asOfMs), signal), asOfMs };
    },
  });
  return {
    refresh: async () => {
      try {
        last = await attempt();
        trouble = undefined;
      } catch (error) {
        trouble = reasonOf(error);
      }
      options.onAttempt(trouble);
    },
    served: () => servedAt(options.now(), last, options.limitSeconds),
    trouble: () => trouble,
  };
}
