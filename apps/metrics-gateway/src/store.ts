import { conflictOf, type Beside, type Declared } from './conflict.js';
import type { Family, FamilyType } from './exposition/family.js';
import { writeHeader, writeSamples } from './exposition/write.js';
import { attached, type Grouping } from './group.js';
import { isStamp, stampsOf } from './stamps.js';

/** How much may be held. */
export interface Limits {
  readonly groups: number;
  readonly series: number;
  /** Of the text that a scrape shows; few series may have long labels. */
  readonly bytes: number;
}

export interface Push {
  readonly grouping: Grouping;
  readonly families: readonly Family[];
  /** PUT replaces all that the group holds, POST the families of the same name. */
  readonly replaces: 'group' | 'families';
}

/** `unfit`: it must be changed to be taken. `full`: it would be too much now. */
export type Applied =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'unfit' | 'full'; readonly reason: string };

/** A family of one group. */
interface Held {
  readonly type: FamilyType;
  readonly help: string | undefined;
  /** Its samples, as a scrape shows them. */
  readonly text: string;
  readonly series: number;
}

/** The families of a push, by name. */
type Written = ReadonlyMap<string, Held>;

interface Group {
  readonly grouping: Grouping;
  readonly families: Map<string, Held>;
  pushedAt: number;
  failedAt: number;
}

/** All pushed groups, in memory. Nothing here is asynchronous, so a push is applied whole or not at all. */
export class PushStore {
  private readonly byKey = new Map<string, Group>();
  /** Who holds a family, by group key. */
  private readonly byFamily = new Map<string, Map<string, Held>>();
  private held = 0;
  private bytes = 0;

  constructor(private readonly limits: Limits) {}

  get groups(): number {
    return this.byKey.size;
  }

  /** Series that were pushed; the two time stamps of each group are not counted. */
  get series(): number {
    return this.held;
  }

  /** `own` finds the families that the gateway itself serves beside the pushed ones. */
  apply(pushed: Push, own: Beside, nowSeconds: number): Applied {
    const families = pushed.families.filter(({ name }) => !isStamp(name));
    const push = { ...pushed, families };
    const conflict = conflictOf(families, (name) => own(name) ?? this.beside(name, push));
    if (conflict !== undefined) return { outcome: 'unfit', reason: conflict };
    const written: Written = new Map(families.map((one) => [detached(one.name), heldOf(one)]));
    const excess = this.excess(push, written);
    if (excess !== undefined) return { outcome: 'full', reason: excess };
    const group = this.open(push.grouping);
    for (const name of this.leaving(push)) this.drop(group, name);
    for (const [name, held] of written) this.hold(group, name, held);
    group.pushedAt = nowSeconds;
    return { outcome: 'accepted' };
  }

  /** Remembers that a push to this group was refused; opens no group where there is no room for one. */
  refuse(grouping: Grouping, nowSeconds: number): void {
    if (!this.byKey.has(grouping.key) && this.groups >= this.limits.groups) return;
    this.open(grouping).failedAt = nowSeconds;
  }

  /** Forgets a group, if there is one. */
  remove({ key }: Grouping): void {
    const group = this.byKey.get(key);
    if (group === undefined) return;
    for (const name of [...group.families.keys()]) this.drop(group, name);
    this.byKey.delete(key);
  }

  /** The text of all groups merged with the gateway's own families, ordered by name and then by group. */
  render(own: readonly Family[]): string {
    const stamps = stampsOf(
      byKey(this.byKey).map(({ grouping, pushedAt, failedAt }) => ({
        labels: attached([], grouping),
        pushedAt,
        failedAt,
      })),
    );
    const whole = new Map([...own, ...stamps].map((family) => [family.name, family]));
    return [...new Set([...whole.keys(), ...this.byFamily.keys()])]
      .sort()
      .map((name) => this.family(name, whole.get(name)))
      .join('');
  }

  private family(name: string, own: Family | undefined): string {
    const pushed = byKey(this.byFamily.get(name) ?? new Map<string, Held>());
    const all = own === undefined ? pushed : [heldOf(own), ...pushed];
    const help = all.find((held) => held.help !== undefined)?.help;
    const type = all[0]?.type ?? 'untyped';
    return writeHeader({ name, type, help }) + all.map(({ text }) => text).join('');
  }

  /** A pushed family that this push leaves where it is. */
  private beside(name: string, { grouping, families, replaces }: Push): Declared | undefined {
    for (const [key, { type }] of this.byFamily.get(name) ?? []) {
      const isLeaving =
        key === grouping.key &&
        (replaces === 'group' || families.some((family) => family.name === name));
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

  private excess(push: Push, written: Written): string | undefined {
    const group = this.byKey.get(push.grouping.key);
    if (group === undefined && this.groups >= this.limits.groups) {
      return `${String(this.groups)} groups are held, which is the limit`;
    }
    const leaving = this.leaving(push).flatMap((name) => group?.families.get(name) ?? []);
    const series = this.held + seriesOf(written.values()) - seriesOf(leaving);
    if (series > this.limits.series) {
      return `it would bring the series held from ${String(this.held)} to ${String(series)}, and the limit is ${String(this.limits.series)}`;
    }
    const bytes = this.bytes + bytesOf(written.values()) - bytesOf(leaving);
    if (bytes <= this.limits.bytes) return undefined;
    return `it would bring the text held from ${String(this.bytes)} to ${String(bytes)} bytes, and the limit is ${String(this.limits.bytes)}`;
  }

  private open(grouping: Grouping): Group {
    const found = this.byKey.get(grouping.key);
    if (found !== undefined) return found;
    const group: Group = { grouping, families: new Map(), pushedAt: 0, failedAt: 0 };
    this.byKey.set(grouping.key, group);
    return group;
  }

  private hold(group: Group, name: string, held: Held): void {
    group.families.set(name, held);
    const holders = this.byFamily.get(name) ?? new Map<string, Held>();
    holders.set(group.grouping.key, held);
    this.byFamily.set(name, holders);
    this.held += held.series;
    this.bytes += held.text.length;
  }

  private drop(group: Group, name: string): void {
    const held = group.families.get(name);
    if (held === undefined) return;
    group.families.delete(name);
    const holders = this.byFamily.get(name);
    holders?.delete(group.grouping.key);
    if (holders?.size === 0) this.byFamily.delete(name);
    this.held -= held.series;
    this.bytes -= held.text.length;
  }
}

function seriesOf(families: Iterable<Held>): number {
  return [...families].reduce((sum, { series }) => sum + series, 0);
}

function bytesOf(families: Iterable<Held>): number {
  return [...families].reduce((sum, { text }) => sum + text.length, 0);
}

function heldOf({ type, help, samples }: Family): Held {
  return {
    type,
    help: help === undefined ? undefined : detached(help),
    text: detached(writeSamples(samples)),
    series: samples.length,
  };
}

/** A copy that shares no memory with the body it was cut from, which would else live as long as it does. */
function detached(text: string): string {
  return Buffer.from(text).toString();
}

function byKey<V>(entries: ReadonlyMap<string, V>): readonly V[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
