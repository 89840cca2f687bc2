import type { Reason } from '../outcomes.js';
import type { Admitted, Door } from '../door/door.js';
import type { Producers } from './producers.js';
import type { AddedFamily, AddPush, Seen } from './push.js';
import type { Stale } from './stale.js';
import type { FamilyApplied, Opening, Totals, Planned as TotalsPlanned } from './totals.js';

export interface Answer {
  readonly producer: string;
  readonly sequence: number;
  /** Sequences before this one that were left out. */
  readonly missing: number;
  readonly families: readonly FamilyAdded[];
}

export interface FamilyAdded extends FamilyApplied {
  readonly folded: number;
  /** The catalogue does not know it, so that no scrape shows it. */
  readonly quarantined?: true | undefined;
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

/** What a push would open. */
export interface Opens {
  /** Who pushed it; undefined for what a snapshot brings back. */
  readonly by: string | undefined;
  readonly shown: readonly Opening[];
  readonly aside: readonly Opening[];
}

export interface Parts {
  readonly totals: Totals;
  /** The sums of families that the catalogue does not know, where they are kept apart. */
  readonly quarantined: Totals;
  readonly door: Door;
  readonly producers: Producers<Answer>;
  /** Why these families cannot be served beside those that did not come here. */
  readonly conflict: (families: readonly AddedFamily[]) => string | undefined;
  /** Why there is no room for so much more. */
  readonly excess: (opens: Opens) => string | undefined;
  readonly retryAfterSeconds: number;
  /** Why no series can be opened for want of memory; undefined where they can. */
  readonly scarce?: () => string | undefined;
  /** Hears of series that were folded. */
  readonly onFolded?: (family: string, series: number) => void;
}

export type Planned =
  | { readonly ok: true; readonly commit: () => Answer['families'] }
  | { readonly ok: false; readonly refused: Refused };

type Let = Extract<Admitted, { ok: true }>;

/** Whoever opened the series of a snapshot that does not say so, and when nobody knows. */
const NOBODY: Seen = { by: '', atSeconds: Infinity };

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

  /** What is said of a push that `apply` would not apply as things stand; undefined for one that it would. */
  check(push: AddPush, nowSeconds: number): Added | undefined {
    const before = this.before(push, nowSeconds);
    if (before !== undefined) return before;
    const planned = this.plan(push.families, { by: push.producer, atSeconds: nowSeconds });
    return planned.ok ? undefined : planned.refused;
  }

  apply(push: AddPush, nowSeconds: number): Added {
    const before = this.before(push, nowSeconds);
    if (before !== undefined) return before;
    const { producer, sequence } = push;
    const planned = this.plan(push.families, { by: producer, atSeconds: nowSeconds });
    if (!planned.ok) return planned.refused;
    const missing = this.parts.producers.missingBefore(producer, sequence);
    const answer: Answer = { producer, sequence, missing, families: planned.commit() };
    this.parts.producers.note(producer, sequence, { answer, nowSeconds });
    return { outcome: 'applied', ...answer };
  }

  /** Adds what another way in brings for somebody, or what a snapshot says of sums, whoever sent it. */
  take(families: readonly AddedFamily[], seen: Seen = NOBODY): Answer['families'] | Refused {
    const planned = this.plan(families, seen);
    return planned.ok ? planned.commit() : planned.refused;
  }

  /** Changes nothing until its `commit`, before which nothing else may be applied. */
  plan(families: readonly AddedFamily[], seen: Seen = NOBODY): Planned {
    const { door, conflict } = this.parts;
    const admitted = door.admit(families);
    const reason = conflict(admitted.ok ? admitted.families : families);
    if (reason !== undefined) return unfit('conflict', reason);
    if (!admitted.ok) return unfit('catalogue', admitted.reason);
    const planned = this.summed(admitted, seen);
    if (!planned.ok) return planned;
    return { ok: true, commit: () => inOrderOf(families, planned.commit()) };
  }

  /** Families with series that nobody has pushed to for as long as they say, or else for `afterSeconds`. */
  stale(nowSeconds: number, afterSeconds: number | undefined): readonly Stale[] {
    const { totals, quarantined } = this.parts;
    return [totals, quarantined].flatMap((one) => one.stale(nowSeconds, afterSeconds));
  }

  /** Forgets them; returns how many series there were, as a scrape counts them. */
  forget(stale: readonly Stale[]): number {
    const { totals, quarantined, door } = this.parts;
    let series = 0;
    for (const one of stale) {
      const closed = totals.forget(one);
      door.closed(closed);
      series += closed.series + quarantined.forget(one).series;
    }
    return series;
  }

  /** Forgets all sums and who pushed them. */
  clear(): void {
    const { totals, quarantined, door, producers } = this.parts;
    for (const one of [totals, quarantined, door, producers]) one.clear();
  }

  private summed({ families, aside: apart, folded }: Let, seen: Seen): Planned {
    const { totals, quarantined, excess } = this.parts;
    const shown = totals.plan(families, seen);
    if (!shown.ok) return unfit('conflict', shown.reason);
    const aside = quarantined.plan(apart, seen);
    if (!aside.ok) return unfit('conflict', aside.reason);
    const by = seen === NOBODY ? undefined : seen.by;
    const full = excess({ by, shown: shown.opens, aside: aside.opens });
    if (full !== undefined) return this.full('full', full);
    const opens = [...shown.opens, ...aside.opens].some(({ series }) => series > 0);
    const scarce = opens ? this.parts.scarce?.() : undefined;
    if (scarce !== undefined) return this.full('memory', scarce);
    return {
      ok: true,
      commit: () => [...this.commit(shown, folded), ...aside.commit().map(asideOf)],
    };
  }

  private commit(
    { opens, commit }: Extract<TotalsPlanned, { ok: true }>,
    folded: ReadonlyMap<string, number>,
  ): readonly FamilyAdded[] {
    for (const opening of opens) this.parts.door.opened(opening);
    for (const [family, count] of folded) this.parts.onFolded?.(family, count);
    return commit().map((one) => ({ ...one, folded: folded.get(one.name) ?? 0 }));
  }

  private full(because: 'full' | 'memory', reason: string): Planned {
    const { retryAfterSeconds } = this.parts;
    return { ok: false, refused: { outcome: 'full', because, reason, retryAfterSeconds } };
  }
}

const FULL = { outcome: 'full', because: 'full' } as const;

function unfit(because: Reason, reason: string): Planned {
  return { ok: false, refused: { outcome: 'unfit', because, reason } };
}

function asideOf(applied: FamilyApplied): FamilyAdded {
  return { ...applied, folded: 0, quarantined: true };
}

/** No name stands in a push twice. */
function inOrderOf(
  families: readonly AddedFamily[],
  applied: readonly FamilyAdded[],
): readonly FamilyAdded[] {
  const byName = new Map(applied.map((one) => [one.name, one]));
  return families.flatMap(({ name }) => byName.get(name) ?? []);
}
