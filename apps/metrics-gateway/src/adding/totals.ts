import { identity, inOrder, type Label, type Sample } from '../exposition/family.js';
import { writeSamples } from '../exposition/write.js';
import type { Shown } from '../page.js';
import type { AddedFamily, Declaration, Increment, Mode } from './push.js';

/** What became of a family of a push. */
export interface FamilyApplied {
  readonly name: string;
  readonly series: number;
  readonly opened: number;
}

/** What is held, or would be added to it. */
export interface Held {
  /** As a scrape counts them: a histogram has one for each bucket, its sum and its count. */
  readonly series: number;
  /** Characters of their names and labels in the text of a scrape, roughly. */
  readonly characters: number;
}

export type Planned =
  | { readonly ok: true; readonly opens: Held; readonly commit: () => readonly FamilyApplied[] }
  | { readonly ok: false; readonly reason: string };

interface Total {
  readonly labels: readonly Label[];
  values: readonly number[];
  /** As a scrape shows it; written when one asks. */
  text: string | undefined;
}

interface Family {
  readonly declared: Declaration;
  help: string | undefined;
  readonly series: Map<string, Total>;
}

interface Step {
  readonly added: AddedFamily;
  readonly totals: ReadonlyMap<string, Increment>;
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
  held: Held = { series: 0, characters: 0 };

  declared(name: string): Declaration | undefined {
    return this.byName.get(name)?.declared;
  }

  plan(families: readonly AddedFamily[]): Planned {
    const steps: Step[] = [];
    let opens: Held = { series: 0, characters: 0 };
    for (const added of families) {
      const family = this.byName.get(added.name);
      const reason = family === undefined ? undefined : mismatch(family.declared, added);
      if (reason !== undefined) return { ok: false, reason };
      const totals = sumsOf(added, family);
      const overflow = overflowOf(added, totals.values());
      if (overflow !== undefined) return { ok: false, reason: overflow };
      opens = plus(opens, heldBy(added, openedBy(totals, family)));
      steps.push({ added, totals });
    }
    return { ok: true, opens, commit: () => steps.map((step) => this.take(step)) };
  }

  /** All families as they are now; what is added later does not change them. */
  families(): readonly Shown[] {
    return [...this.byName.values()].map(({ declared, help, series }) => ({
      name: declared.name,
      type: declared.type,
      help,
      texts: [...series.values()].map((total) => (total.text ??= textOf(declared, total))),
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
    return [...this.byName.values()].map(({ declared, help, series }) => ({
      ...declared,
      help,
      series: [...series.values()].map(({ labels, values }) => ({ labels, values })),
    }));
  }

  private take({ added, totals }: Step): FamilyApplied {
    const { name, type, help, mode, bounds } = added;
    const declared = { name, type, help, mode, bounds };
    const family = this.byName.get(name) ?? { declared, help, series: new Map() };
    this.byName.set(name, family);
    family.help ??= help;
    const opened = openedBy(totals, family);
    for (const [key, total] of totals) family.series.set(key, { ...total, text: undefined });
    this.held = plus(this.held, heldBy(added, opened));
    return { name, series: added.series.length, opened: opened.length };
  }
}

function heldBy(declared: Declaration, opened: readonly Increment[]): Held {
  const { name } = declared;
  const lines = linesOf(declared);
  const characters = opened.reduce((sum, { labels }) => sum + lengthOf(labels), 0);
  const named = opened.length * name.length;
  return { series: opened.length * lines, characters: (characters + named) * lines };
}

/** How many lines of a scrape one series takes. */
function linesOf({ type, bounds }: Declaration): number {
  return type === 'histogram' ? bounds.length + 3 : 1;
}

function lengthOf(labels: readonly Label[]): number {
  return labels.reduce((sum, [label, value]) => sum + label.length + value.length, 0);
}

function plus(a: Held, b: Held): Held {
  return { series: a.series + b.series, characters: a.characters + b.characters };
}

function openedBy(totals: Step['totals'], family: Family | undefined): readonly Increment[] {
  const opened: Increment[] = [];
  for (const [key, total] of totals) if (family?.series.has(key) !== true) opened.push(total);
  return opened;
}

function mismatch(before: Declaration, now: AddedFamily): string | undefined {
  const { name } = now;
  if (before.type !== now.type) {
    return `family ${name} is a ${now.type} here and was a ${before.type} before; give one of the two another name`;
  }
  if (before.mode !== now.mode) {
    return `family ${name} has the mode ${now.mode} here and had ${before.mode} before; all who push it must agree`;
  }
  const isSame =
    before.bounds.length === now.bounds.length &&
    before.bounds.every((bound, i) => bound === now.bounds[i]);
  return isSame ? undefined : boundsMismatch(name, before.bounds, now.bounds);
}

export function boundsMismatch(
  name: string,
  before: readonly number[],
  now: readonly number[],
): string {
  return `family ${name} has the buckets [${now.join(', ')}] here and must have [${before.join(', ')}]; counts of other bounds cannot be added`;
}

/** The new totals of the series that are named. */
function sumsOf(added: AddedFamily, family: Family | undefined): Step['totals'] {
  const totals = new Map<string, Increment>();
  for (const { labels, values } of added.series) {
    const key = identity('', labels);
    const before = totals.get(key)?.values ?? family?.series.get(key)?.values;
    const merged = before === undefined ? values : mergedBy(added.mode, before, values);
    totals.set(key, { labels, values: merged });
  }
  return totals;
}

function mergedBy(
  mode: Mode,
  before: readonly number[],
  now: readonly number[],
): readonly number[] {
  const merge = MERGES[mode];
  return now.map((value, i) => merge(before[i] ?? value, value));
}

const MERGES: Readonly<Record<Mode, (before: number, now: number) => number>> = {
  last: (_, now) => now,
  sum: (before, now) => before + now,
  min: Math.min,
  max: Math.max,
};

function overflowOf({ name }: AddedFamily, totals: Iterable<Increment>): string | undefined {
  for (const { values } of totals) {
    if (!values.every((value) => Number.isFinite(value))) {
      return `family ${name} would grow beyond what a number can hold`;
    }
  }
  return undefined;
}

function textOf(family: Declaration, total: Increment): string {
  return writeSamples(samplesOf(family, total));
}

function samplesOf(
  { name, type, bounds }: Declaration,
  { labels, values }: Increment,
): readonly Sample[] {
  if (type !== 'histogram') return [{ name, labels, value: values[0] ?? 0 }];
  const [sum = 0, count = 0] = values.slice(bounds.length);
  const bucket = (le: string, value: number): Sample => ({
    name: `${name}_bucket`,
    labels: inOrder([...labels, ['le', le]]),
    value,
  });
  return [
    ...bounds.map((bound, i) => bucket(String(bound), values[i] ?? 0)),
    bucket('+Inf', count),
    { name: `${name}_sum`, labels, value: sum },
    { name: `${name}_count`, labels, value: count },
  ];
}
