import { identity, type Label } from '../exposition/family.js';
import type { Shown } from '../scrape/page.js';
import { mismatch } from './agree.js';
import { heldBy } from './cost.js';
import { newestOf, sizeOf } from './exemplars.js';
import { mergedBy, overflowOf } from './merge.js';
import type { AddedFamily, Declaration, Increment, Seen } from './push.js';
import { Ages, type Stale } from './stale.js';
import { linesOf, textsOf } from './written.js';

/** What became of a family of a push. */
export interface FamilyApplied {
  readonly name: string;
  readonly series: number;
  readonly opened: number;
}

/** What is held, or would be added to it. */
export interface Size {
  /** As a scrape counts them: a histogram has one for each bucket, its sum and its count. */
  readonly series: number;
  /** Characters of their names and labels in the text of a scrape, roughly, and of the labels of their exemplars. */
  readonly characters: number;
}

export type Planned =
  | {
      readonly ok: true;
      /** For each family, what it opens. */
      readonly opens: readonly Opening[];
      readonly commit: () => readonly FamilyApplied[];
    }
  | { readonly ok: false; readonly reason: string };

export interface Opening extends Size {
  readonly name: string;
  readonly labels: readonly (readonly Label[])[];
}

interface Total extends Increment {
  /** Who opened it. */
  readonly by: string;
  /** When it was last pushed to. */
  readonly atSeconds: number;
  /** As a scrape shows it; written when one asks. */
  text: string | undefined;
}

interface Family {
  readonly declared: Declaration;
  help: string | undefined;
  readonly series: Map<string, Total>;
  readonly ages: Ages;
}

interface Step {
  readonly added: AddedFamily;
  readonly totals: ReadonlyMap<string, Total>;
  readonly opening: Opening;
}

/** A family as it is while somebody looks at it. */
export interface Glimpse {
  readonly declared: Declaration;
  readonly help: string | undefined;
  /** As a scrape counts them. */
  readonly series: number;
}

/** The sums of all that was added. A push is planned first, which changes nothing, and then cannot fail. */
export class Totals {
  private readonly byName = new Map<string, Family>();
  /** Series as a scrape counts them, by who opened them. */
  private readonly byOpener = new Map<string, number>();
  held: Size = { series: 0, characters: 0 };

  declared(name: string): Declaration | undefined {
    return this.byName.get(name)?.declared;
  }

  seriesOf(name: string): number {
    const family = this.byName.get(name);
    return family === undefined ? 0 : family.series.size * linesOf(family.declared);
  }

  /** Who opened series that are held, and how many. */
  get openers(): ReadonlyMap<string, number> {
    return this.byOpener;
  }

  /** `seen` is said of the series that do not say themselves who opened them and when. */
  plan(families: readonly AddedFamily[], seen: Seen): Planned {
    const steps: Step[] = [];
    for (const added of families) {
      const family = this.byName.get(added.name);
      const reason = family === undefined ? undefined : mismatch(family.declared, added);
      if (reason !== undefined) return { ok: false, reason };
      const totals = sumsOf(added, family, seen);
      const overflow = overflowOf(added, totals.values());
      if (overflow !== undefined) return { ok: false, reason: overflow };
      steps.push({ added, totals, opening: openingOf(added, totals, family) });
    }
    const opens = steps.map(({ opening }) => opening);
    return { ok: true, opens, commit: () => steps.map((step) => this.take(step)) };
  }

  /** Families some of whose series nobody has pushed to for as long as they say, or else for `afterSeconds`. */
  stale(nowSeconds: number, afterSeconds: number | undefined): readonly Stale[] {
    return [...this.byName].flatMap(([name, { ages, series }]) => {
      const untilSeconds = ages.staleUntil(series.values(), nowSeconds, afterSeconds);
      return untilSeconds === undefined ? [] : [{ name, untilSeconds }];
    });
  }

  /** Forgets stale series, and a family that has no others. */
  forget({ name, untilSeconds }: Stale): Opening {
    const family = this.byName.get(name);
    if (family === undefined) return { name, labels: [], series: 0, characters: 0 };
    const gone = [...family.series].filter(([, { atSeconds }]) => atSeconds <= untilSeconds);
    for (const [key] of gone) family.series.delete(key);
    if (family.series.size === 0) this.byName.delete(name);
    const closed = {
      name,
      ...heldBy(
        family.declared,
        gone.map(([, total]) => total),
      ),
    };
    this.count(
      family.declared,
      gone.map(([, total]) => total),
      -1,
    );
    return { ...closed, labels: gone.map(([, { labels }]) => labels) };
  }

  clear(): void {
    this.byName.clear();
    this.byOpener.clear();
    this.held = { series: 0, characters: 0 };
  }

  /** All families as they are now; what is added later does not change them. */
  families(): readonly Shown[] {
    return [...this.byName.values()].map(({ declared, help, series }) => ({
      name: declared.name,
      type: declared.type,
      help,
      texts: textsOf(declared, [...series.values()]),
    }));
  }

  /** One family after another, without their text; between two of them others may have a turn. */
  *glimpses(): Generator<Glimpse> {
    for (const { declared, help, series } of this.byName.values()) {
      yield { declared, help, series: series.size * linesOf(declared) };
    }
  }

  /** What a snapshot is written from: the pushes that would make these totals. */
  saved(): readonly AddedFamily[] {
    return [...this.byName.values()].map(({ declared, help, series, ages }) => ({
      ...declared,
      help,
      expireAfterSeconds: ages.expireAfterSeconds,
      series: [...series.values()].map(savedOf),
    }));
  }

  private take({ added, totals, opening }: Step): FamilyApplied {
    const { name, type, help, mode, bounds } = added;
    if (totals.size === 0) return { name, series: 0, opened: 0 };
    const declared = { name, type, help, mode, bounds };
    const family = this.byName.get(name) ?? opened(declared);
    this.byName.set(name, family);
    family.help ??= help;
    family.ages.expireAfterSeconds = added.expireAfterSeconds ?? family.ages.expireAfterSeconds;
    const fresh = [...totals].filter(([key]) => !family.series.has(key));
    this.count(
      declared,
      fresh.map(([, total]) => total),
      1,
    );
    for (const [key, total] of totals) {
      const before = family.series.get(key);
      if (before !== undefined) this.exchanged(before, total);
      family.series.set(key, total);
      family.ages.came(total.atSeconds);
    }
    return { name, series: added.series.length, opened: opening.labels.length };
  }

  /** What a series has grown by, of which its exemplars alone have a length that changes. */
  private exchanged(before: Total, total: Total): void {
    if (before.exemplars === total.exemplars) return;
    const { series, characters } = this.held;
    const grown = sizeOf(total.exemplars) - sizeOf(before.exemplars);
    this.held = { series, characters: characters + grown };
  }

  private count(declared: Declaration, series: readonly Total[], sign: 1 | -1): void {
    const lines = linesOf(declared);
    for (const { by } of series) {
      const left = (this.byOpener.get(by) ?? 0) + sign * lines;
      if (left === 0) this.byOpener.delete(by);
      else this.byOpener.set(by, left);
    }
    const { series: held, characters } = heldBy(declared, series);
    this.held = {
      series: this.held.series + sign * held,
      characters: this.held.characters + sign * characters,
    };
  }
}

/** What an old snapshot brought, and nobody has pushed to since, does not say when it was pushed to. */
function savedOf({ labels, values, exemplars, by, atSeconds }: Total): Increment {
  const saved = { labels, values, ...(exemplars === undefined ? {} : { exemplars }) };
  return Number.isFinite(atSeconds) ? { ...saved, seen: { by, atSeconds } } : saved;
}

function opened(declared: Declaration): Family {
  return { declared, help: declared.help, series: new Map(), ages: new Ages() };
}

function openingOf(
  added: AddedFamily,
  totals: Step['totals'],
  family: Family | undefined,
): Opening {
  const fresh = [...totals].filter(([key]) => family?.series.has(key) !== true);
  const series = fresh.map(([, total]) => total);
  return { name: added.name, labels: series.map(({ labels }) => labels), ...heldBy(added, series) };
}

/** The new totals of the series that are named. */
function sumsOf(added: AddedFamily, family: Family | undefined, pusher: Seen): Step['totals'] {
  const totals = new Map<string, Total>();
  for (const { labels, values, exemplars: brought, seen = pusher } of added.series) {
    const key = identity('', labels);
    const before = totals.get(key) ?? family?.series.get(key);
    const merged = before === undefined ? values : mergedBy(added.mode, before.values, values);
    const { by } = before ?? seen;
    const { atSeconds } = seen;
    const exemplars = newestOf(before?.exemplars, brought, atSeconds);
    totals.set(key, { labels, values: merged, exemplars, by, atSeconds, text: undefined });
  }
  return totals;
}
