import { conflictOf, type Beside, type Declared } from '../conflict.js';
import type { Family } from '../exposition/family.js';
import type { Grouping } from './group.js';
import { detached, Held } from './held.js';
import { InVain } from './in-vain.js';
import { Ordered } from './ordered.js';
import { LIMITS } from '../limits.js';
import type { Reason } from '../outcomes.js';
import type { Page, Shown } from '../scrape/page.js';
import { Shares, type Limits } from './shares.js';
import { Shelf } from './shelf.js';
import { bytesOf, countsOf, seriesOf } from './sizes.js';
import { isStamp, Stamp, stampFamilies } from './stamps.js';

export interface Push {
  readonly grouping: Grouping;
  readonly families: readonly Family[];
  /** PUT replaces all that the group holds, POST the families of the same name. */
  readonly replaces: 'group' | 'families';
}

/** `unfit`: it must be changed to be taken. `full`: it would be too much now. */
export type Applied =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'unfit' | 'full'; readonly because: Reason; readonly reason: string };

/** The families of a push, by name. */
type Written = ReadonlyMap<string, Held>;
type Names = ReadonlySet<string>;

interface Group {
  readonly grouping: Grouping;
  readonly families: Map<string, Held>;
  readonly stamp: Stamp;
}

/** A group as it was at one moment. */
export interface Saved {
  readonly grouping: Grouping;
  readonly families: readonly (readonly [name: string, held: Held])[];
  /** Seconds since the epoch, 0 for never. */
  readonly pushedAt: number;
  readonly failedAt: number;
}

/** A group as it is while somebody looks at it. */
export interface Glimpse {
  readonly grouping: Grouping;
  readonly families: ReadonlyMap<string, Pick<Held, 'type' | 'help' | 'series'>>;
  readonly stamp: { readonly pushedAt: number; readonly failedAt: number };
}

/** All pushed groups, in memory. Nothing here is asynchronous, so a push is applied whole or not at all. */
export class PushStore {
  private readonly byKey = new Ordered<Group>();
  /** Who holds a family, by group key. */
  private readonly byFamily = new Map<string, Shelf>();
  private readonly shares: Shares;
  private readonly inVain = new InVain(LIMITS.groupsInVain);
  private held = 0;
  private bytes = 0;

  constructor(private readonly limits: Limits) {
    this.shares = new Shares(limits);
  }

  get groups(): number {
    return this.byKey.size;
  }

  /** Series that were pushed; the two time stamps of each group are not counted. */
  get series(): number {
    return this.held;
  }

  /** What one of the groups that have a family has. */
  declared(name: string): Declared | undefined {
    const [first] = this.byFamily.get(name)?.entries() ?? [];
    return first && { type: first[1].type, owner: `the group ${first[0]}` };
  }

  /** `own` finds the families that the gateway itself serves beside the pushed ones. */
  apply(pushed: Push, own: Beside, nowSeconds: number): Applied {
    const families = pushed.families.filter(({ name }) => !isStamp(name));
    const push = { ...pushed, families };
    const names: Names = new Set(families.map(({ name }) => name));
    const conflict = conflictOf(families, (name) => own(name) ?? this.beside(name, push, names));
    if (conflict !== undefined) return { outcome: 'unfit', because: 'conflict', reason: conflict };
    const written: Written = new Map(
      families.map((one) => {
        const shelf = this.byFamily.get(one.name);
        const name = shelf?.name ?? detached(one.name);
        return [name, new Held(one, nowSeconds, shelf?.first?.help)];
      }),
    );
    const full = this.full(push, written);
    if (full !== undefined) return { outcome: 'full', ...full };
    const group = this.open(push.grouping);
    this.inVain.delete(push.grouping);
    for (const name of this.leaving(push)) if (!written.has(name)) this.drop(group, name);
    for (const [name, held] of written) this.hold(group, name, held);
    group.stamp.succeeded(nowSeconds);
    return { outcome: 'accepted' };
  }

  /** Remembers that a push to this group was refused, for some time also where there is no such group. */
  refuse(grouping: Grouping, nowSeconds: number): void {
    const leaving = this.byKey.has(grouping.key) ? undefined : this.inVain.add(grouping);
    if (leaving !== undefined) this.remove(leaving);
    this.open(grouping).stamp.failed(nowSeconds);
  }

  /** Forgets a group, if there is one. */
  remove({ key }: Grouping): void {
    const group = this.byKey.get(key);
    if (group === undefined) return;
    for (const name of [...group.families.keys()]) this.drop(group, name);
    this.byKey.delete(key);
    this.inVain.delete(group.grouping);
  }

  /** All groups as they are now: what a snapshot of them is written from. */
  saved(): readonly Saved[] {
    return this.byKey.values().map(({ grouping, families, stamp }) => {
      const { pushedAt, failedAt } = stamp;
      return { grouping, families: [...families], pushedAt, failedAt };
    });
  }

  /** One group after another, in no order, without their text; between two of them others may have a turn. */
  *glimpses(): Generator<Glimpse> {
    for (const [, group] of this.byKey.entries()) yield group;
  }

  /** One group alone, ordered by name. */
  group({ key }: Grouping): Page | undefined {
    const group = this.byKey.get(key);
    if (group === undefined) return undefined;
    const pushed = [...group.families].map(([name, held]): Shown => {
      return { name, type: held.type, help: held.help, texts: [held.piece] };
    });
    return [...pushed, ...stampFamilies([group.stamp])].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** All groups merged with the gateway's own families, as they are now, ordered by name and then by group. */
  page(own: readonly Shown[]): Page {
    const stamps = stampFamilies(this.byKey.values().map(({ stamp }) => stamp));
    const whole = new Map([...own, ...stamps].map((family) => [family.name, family]));
    return [...new Set([...this.byFamily.keys(), ...whole.keys()])]
      .sort()
      .map((name) => merged(name, whole.get(name), this.byFamily.get(name)));
  }

  /** A pushed family that this push leaves where it is. */
  private beside(name: string, { grouping, replaces }: Push, named: Names): Declared | undefined {
    for (const [key, { type }] of this.byFamily.get(name)?.entries() ?? []) {
      const isLeaving = key === grouping.key && (replaces === 'group' || named.has(name));
      if (!isLeaving) return { type, owner: `the group ${key}` };
    }
    return undefined;
  }

  /** The families of its group that this push takes away or replaces. */
  private leaving({ grouping, families, replaces }: Push): readonly string[] {
    const group = this.byKey.get(grouping.key);
    if (replaces === 'group') return [...(group?.families.keys() ?? [])];
    return families.map(({ name }) => name);
  }

  private full(push: Push, written: Written): { because: Reason; reason: string } | undefined {
    const excess = this.excess(push, written);
    if (excess !== undefined) return { because: 'full', reason: excess };
    const group = this.byKey.get(push.grouping.key);
    const leaving = this.leaving(push).flatMap((name) => group?.families.get(name) ?? []);
    const grows = group === undefined || seriesOf(...written.values()) > seriesOf(...leaving);
    const scarce = grows ? this.limits.scarce?.() : undefined;
    return scarce === undefined ? undefined : { because: 'memory', reason: scarce };
  }

  private excess(push: Push, written: Written): string | undefined {
    const group = this.byKey.get(push.grouping.key);
    const opens = group === undefined || this.inVain.has(push.grouping);
    if (opens && this.groups - this.inVain.size >= this.limits.groups) {
      return `${String(this.limits.groups)} groups are held, which is the limit`;
    }
    const gone = new Map(
      this.leaving(push).flatMap((name) => {
        const held = group?.families.get(name);
        return held === undefined ? [] : [[name, held] as const];
      }),
    );
    const leaving = [...gone.values()];
    const change = { group: push.grouping.key, come: countsOf(written), gone: countsOf(gone) };
    const share = this.shares.excess(change);
    if (share !== undefined) return share;
    const series = this.held + seriesOf(...written.values()) - seriesOf(...leaving);
    if (series > this.limits.series) {
      return `it would bring the series held from ${String(this.held)} to ${String(series)}, and the limit is ${String(this.limits.series)}`;
    }
    const bytes = this.bytes + bytesOf(...written.values()) - bytesOf(...leaving);
    if (bytes <= this.limits.bytes) return undefined;
    return `it would bring the text held from ${String(this.bytes)} to ${String(bytes)} bytes, and the limit is ${String(this.limits.bytes)}`;
  }

  private open(grouping: Grouping): Group {
    const found = this.byKey.get(grouping.key);
    if (found !== undefined) return found;
    const group: Group = { grouping, families: new Map(), stamp: new Stamp(grouping) };
    this.byKey.set(grouping.key, group);
    return group;
  }

  private hold(group: Group, name: string, held: Held): void {
    this.count({ group, name }, held, group.families.get(name));
    group.families.set(name, held);
    const shelf = this.byFamily.get(name) ?? new Shelf(name);
    shelf.set(group.grouping.key, held);
    this.byFamily.set(name, shelf);
  }

  private drop(group: Group, name: string): void {
    const held = group.families.get(name);
    if (held === undefined) return;
    group.families.delete(name);
    const shelf = this.byFamily.get(name);
    shelf?.delete(group.grouping.key);
    if (shelf?.isEmpty === true) this.byFamily.delete(name);
    this.count({ group, name }, undefined, held);
  }

  private count(
    { group, name }: { readonly group: Group; readonly name: string },
    come: Held | undefined,
    gone: Held | undefined,
  ): void {
    this.shares.move(group.grouping.key, name, seriesOf(come) - seriesOf(gone));
    this.held += seriesOf(come) - seriesOf(gone);
    this.bytes += bytesOf(come) - bytesOf(gone);
  }
}

/** The gateway's own family stands above what was pushed under its name. */
function merged(name: string, own: Shown | undefined, pushed: Shelf | undefined): Shown {
  const texts = pushed?.texts() ?? [];
  if (own !== undefined) return { ...own, texts: [...own.texts, ...texts] };
  return { name, type: pushed?.first?.type ?? 'untyped', help: pushed?.help, texts };
}
