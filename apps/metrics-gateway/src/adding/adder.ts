import type { Reason } from '../outcomes.js';
import type { Door } from './door.js';
import type { Producers } from './producers.js';
import type { AddedFamily, AddPush } from './push.js';
import type { FamilyApplied, Held, Totals } from './totals.js';

export interface Answer {
  readonly producer: string;
  readonly sequence: number;
  /** Sequences before this one that were left out. */
  readonly missing: number;
  readonly families: readonly (FamilyApplied & { readonly folded: number })[];
}

export type Refused =
  | { readonly outcome: 'unfit'; readonly because: Reason; readonly reason: string }
  | {
      readonly outcome: 'full';
      readonly because: Reason;
      readonly reason: string;
      readonly retryAfterSeconds: number;
    };

export type Added =
  | ({ readonly outcome: 'applied' } & Answer)
  /** With the rest of its first answer where it is the newest of its producer. */
  | ({ readonly outcome: 'duplicate' } & Pick<Answer, 'producer' | 'sequence'> & Partial<Answer>)
  | Refused;

export interface Parts {
  readonly totals: Totals;
  readonly door: Door;
  readonly producers: Producers<Answer>;
  /** Why these families cannot be served beside those that did not come here. */
  readonly conflict: (families: readonly AddedFamily[]) => string | undefined;
  /** How much more may be held. */
  readonly room: () => Held;
  readonly retryAfterSeconds: number;
}

const FULL = { outcome: 'full', because: 'full' } as const;

/** Adds pushes up, each whole or not at all, and once. Nothing here is asynchronous. */
export class Adder {
  constructor(private readonly parts: Parts) {}

  /** What is said of a push without looking at its families; undefined for one that is new. */
  before({ producer, sequence }: AddPush, nowSeconds: number): Added | undefined {
    const known = this.parts.producers.look(producer, sequence, nowSeconds);
    if (known.is === 'new') return undefined;
    if (known.is === 'duplicate') {
      return { ...known.answer, outcome: 'duplicate', producer, sequence };
    }
    const reason = 'as many producers are remembered as may be';
    return { ...FULL, reason, retryAfterSeconds: known.retryAfterSeconds };
  }

  apply(push: AddPush, nowSeconds: number): Added {
    const before = this.before(push, nowSeconds);
    if (before !== undefined) return before;
    const taken = this.take(push.families);
    if ('reason' in taken) return taken;
    const { producer, sequence } = push;
    const missing = this.parts.producers.missingBefore(producer, sequence);
    const answer: Answer = { producer, sequence, missing, families: taken };
    this.parts.producers.note(producer, sequence, { answer, nowSeconds });
    return { outcome: 'applied', ...answer };
  }

  /** Adds them, whoever sent them. */
  take(families: readonly AddedFamily[]): Answer['families'] | Refused {
    const { totals, door, conflict } = this.parts;
    const reason = conflict(families);
    if (reason !== undefined) return { outcome: 'unfit', because: 'conflict', reason };
    const admitted = door.admit(families);
    if (!admitted.ok) return { outcome: 'unfit', because: 'catalogue', reason: admitted.reason };
    const planned = totals.plan(admitted.families);
    if (!planned.ok) return { outcome: 'unfit', because: 'conflict', reason: planned.reason };
    const excess = this.excess(planned.opens);
    if (excess !== undefined) return excess;
    admitted.commit();
    return planned.commit().map((one, i) => ({ ...one, folded: admitted.folded[i] ?? 0 }));
  }

  private excess(opens: Held): Refused | undefined {
    const { room, retryAfterSeconds } = this.parts;
    const left = room();
    const what = opens.series > left.series ? 'series' : 'characters';
    if (opens[what] <= left[what]) return undefined;
    const reason = `it would open ${String(opens[what])} ${what} more, and there is room for ${String(Math.max(0, left[what]))}`;
    return { ...FULL, reason, retryAfterSeconds };
  }
}
