import type { Family } from '../exposition/family.js';
import { writeExposition } from '../exposition/write.js';
import type { Grouping } from '../groups/group.js';
import type { Size } from '../adding/totals.js';

/** A push to a group, as far as it is set aside. */
interface AsidePush {
  readonly grouping: Grouping;
  readonly families: readonly Family[];
  readonly replaces: 'group' | 'families';
}

interface AsideFamily extends Size {
  readonly name: string;
  readonly atSeconds: number;
  /** Outside the heap, which a garbage collection then need not walk. */
  readonly text: Buffer;
}

interface AsideGroup {
  readonly grouping: Grouping;
  readonly families: Map<string, AsideFamily>;
}

const NOTHING: Size = { series: 0, characters: 0 };

/** What groups pushed that no scrape shows. A push is planned first, which changes nothing, and then cannot fail. */
export class SetAside {
  private readonly byKey = new Map<string, AsideGroup>();
  held: Size = NOTHING;

  /** How much more it would hold, which may be less than nothing. */
  opens(push: AsidePush): Size {
    const { families } = push;
    const come = families.map(sizeOf);
    return minus(sum(come), sum(this.leaving(push)));
  }

  take(push: AsidePush, atSeconds: number): void {
    const { grouping, families } = push;
    this.held = plus(this.held, this.opens(push));
    const kept = new Map(this.byKey.get(grouping.key)?.families);
    for (const { name } of this.leaving(push)) kept.delete(name);
    for (const family of families) {
      // A copy, lest the name keep the body that it was cut from.
      const name = Buffer.from(family.name).toString();
      const text = Buffer.from(writeExposition([family]));
      kept.set(name, { name, text, atSeconds, ...sizeOf(family) });
    }
    if (kept.size === 0) this.byKey.delete(grouping.key);
    else this.byKey.set(grouping.key, { grouping, families: kept });
  }

  forget(grouping: Grouping): void {
    this.take({ grouping, families: [], replaces: 'group' }, 0);
  }

  /** What was pushed to a group, as it would be pushed again. */
  textsOf({ key }: Grouping): readonly Buffer[] {
    return [...(this.byKey.get(key)?.families.values() ?? [])].map(({ text }) => text);
  }

  *entries(): Generator<readonly [group: string, family: AsideFamily]> {
    for (const [key, { families }] of this.byKey) {
      for (const family of families.values()) yield [key, family];
    }
  }

  private leaving({ grouping, families, replaces }: AsidePush): readonly AsideFamily[] {
    const held = this.byKey.get(grouping.key)?.families;
    if (held === undefined) return [];
    if (replaces === 'group') return [...held.values()];
    return families.flatMap(({ name }) => held.get(name) ?? []);
  }
}

function sizeOf({ name, samples }: Family): Size {
  const characters = samples.reduce((all, { labels }) => all + name.length + lengthOf(labels), 0);
  return { series: samples.length, characters };
}

function lengthOf(labels: Family['samples'][number]['labels']): number {
  return labels.reduce((all, [label, value]) => all + label.length + value.length, 0);
}

function sum(all: readonly Size[]): Size {
  return all.reduce<Size>(plus, NOTHING);
}

function plus(a: Size, b: Size): Size {
  return { series: a.series + b.series, characters: a.characters + b.characters };
}

function minus(a: Size, b: Size): Size {
  return { series: a.series - b.series, characters: a.characters - b.characters };
}
