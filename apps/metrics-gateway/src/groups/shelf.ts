import type { Held } from './held.js';
import type { Shows } from '../scrape/page.js';

/** A leaf that holds more is cut in two; two that hold less than a half of it become one. */
const MOST = { entries: 256, bytes: 131_072 };

/**
 * What groups have of one family, in the order of their keys. It is kept in leaves: to set or to delete one costs the
 * same however many there are, and a scrape writes anew only the leaves that have changed since the last one. What
 * it wrote is the store from then on, so that nothing is held twice.
 */
export class Shelf {
  private readonly leaves: Leaf[] = [];

  constructor(readonly name: string) {}

  get isEmpty(): boolean {
    return this.leaves.length === 0;
  }

  get first(): Held | undefined {
    return this.leaves[0]?.helds[0];
  }

  /** Where groups differ, that of the first. */
  get help(): string | undefined {
    for (const { helds } of this.leaves) {
      const found = helds.find(({ help }) => help !== undefined);
      if (found !== undefined) return found.help;
    }
    return undefined;
  }

  /** In the order of the keys. */
  *entries(): Generator<readonly [key: string, held: Held]> {
    for (const { keys, helds } of this.leaves) {
      for (const [i, held] of helds.entries()) yield [keys[i] ?? '', held];
    }
  }

  set(key: string, held: Held): void {
    const at = this.placeOf(key);
    const leaf = this.leaves[at] ?? new Leaf();
    leaf.set(key, held);
    if (this.leaves.length === 0) this.leaves.push(leaf);
    if (leaf.fullness > 1 && leaf.keys.length > 1) this.leaves.splice(at + 1, 0, leaf.split());
  }

  delete(key: string): void {
    const at = this.placeOf(key);
    const leaf = this.leaves[at];
    if (leaf === undefined) return;
    leaf.delete(key);
    if (leaf.keys.length === 0) this.leaves.splice(at, 1);
    else this.mergeAfter(at);
  }

  /** Its text as it is now, in pieces that are written when they are asked for. */
  texts(): readonly ((shows: Shows) => Buffer)[] {
    return this.leaves.map((leaf) => leaf.text());
  }

  private mergeAfter(at: number): void {
    const [leaf, next] = [this.leaves[at], this.leaves[at + 1]];
    if (leaf === undefined || next === undefined) return;
    if (leaf.fullness + next.fullness >= 1 / 2) return;
    leaf.absorb(next);
    this.leaves.splice(at + 1, 1);
  }

  /** Of the leaf that has this key or would have it: the last that begins at or before it. */
  private placeOf(key: string): number {
    const after = countBelow(this.leaves.length, (i) => (this.leaves[i]?.keys[0] ?? '') <= key);
    return Math.max(0, after - 1);
  }
}

class Leaf {
  keys: string[] = [];
  helds: Held[] = [];
  private bytes = 0;
  /** All of its text, where it has not changed since that was written. */
  private block: Buffer | undefined;
  private changes = 0;
  /** Undefined where nobody has looked since it changed. */
  private hasExemplars: boolean | undefined;

  /** 1 where it is full. */
  get fullness(): number {
    return Math.max(this.keys.length / MOST.entries, this.bytes / MOST.bytes);
  }

  set(key: string, held: Held): void {
    const at = this.placeOf(key);
    const found = this.keys[at] === key;
    this.bytes += held.bytes - (found ? (this.helds[at]?.bytes ?? 0) : 0);
    if (!found) this.keys.splice(at, 0, key);
    this.helds.splice(at, found ? 1 : 0, held);
    this.changed();
  }

  delete(key: string): void {
    const at = this.placeOf(key);
    if (this.keys[at] !== key) return;
    this.bytes -= this.helds[at]?.bytes ?? 0;
    this.keys.splice(at, 1);
    this.helds.splice(at, 1);
    this.changed();
  }

  /** Gives the half behind its middle away. */
  split(): Leaf {
    const next = new Leaf();
    next.keys = this.keys.splice(this.keys.length >> 1);
    next.helds = this.helds.splice(this.helds.length >> 1);
    next.bytes = bytesOf(next.helds);
    this.bytes -= next.bytes;
    this.changed();
    return next;
  }

  absorb(next: Leaf): void {
    this.keys.push(...next.keys);
    this.helds.push(...next.helds);
    this.bytes += next.bytes;
    this.changed();
  }

  /** Its text as it is now; the caller may ask for it when that has long changed. */
  text(): (shows: Shows) => Buffer {
    const { block, changes } = this;
    const isPointed = (this.hasExemplars ??= this.helds.some((held) => held.hasExemplars));
    if (block !== undefined && !isPointed) return () => block;
    const helds = [...this.helds];
    return (shows) => {
      if (isPointed && shows === 'exemplars') {
        return Buffer.concat(helds.map((held) => held.shown(shows)));
      }
      return this.changes === changes ? this.settled() : joined(helds);
    };
  }

  private settled(): Buffer {
    if (this.block !== undefined) return this.block;
    const block = joined(this.helds);
    let at = 0;
    for (const held of this.helds) {
      held.moveTo(block, at);
      at += held.bytes;
    }
    this.block = block;
    return block;
  }

  private placeOf(key: string): number {
    return countBelow(this.keys.length, (i) => (this.keys[i] ?? '') < key);
  }

  private changed(): void {
    this.block = undefined;
    this.hasExemplars = undefined;
    this.changes += 1;
  }
}

/** Memory of its own: a piece of Node's pool would keep all of the pool. */
function joined(helds: readonly Held[]): Buffer {
  const block = Buffer.allocUnsafeSlow(bytesOf(helds));
  let at = 0;
  for (const held of helds) {
    held.copyTo(block, at);
    at += held.bytes;
  }
  return block;
}

function bytesOf(helds: readonly Held[]): number {
  return helds.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** How many of the first numbers a claim holds for, if it holds for none after one that it does not hold for. */
function countBelow(count: number, holds: (i: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
