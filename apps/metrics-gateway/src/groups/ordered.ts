interface Entry<V> {
  readonly key: string;
  value: V;
  isHere: boolean;
}

/**
 * Values by key, and in the order of their keys when asked. To set or to delete one costs the same however many
 * there are; what order costs is paid by who asks for it, for the keys that are new since it was last asked for.
 */
export class Ordered<V> {
  private readonly byKey = new Map<string, Entry<V>>();
  private sorted: Entry<V>[] = [];
  private readonly newcomers = new Set<Entry<V>>();
  /** Entries of `sorted` that were deleted since. */
  private gone = 0;

  get size(): number {
    return this.byKey.size;
  }

  has(key: string): boolean {
    return this.byKey.has(key);
  }

  get(key: string): V | undefined {
    return this.byKey.get(key)?.value;
  }

  set(key: string, value: V): void {
    const found = this.byKey.get(key);
    if (found !== undefined) {
      found.value = value;
      return;
    }
    const entry = { key, value, isHere: true };
    this.byKey.set(key, entry);
    this.newcomers.add(entry);
  }

  delete(key: string): void {
    const entry = this.byKey.get(key);
    if (entry === undefined) return;
    this.byKey.delete(key);
    entry.isHere = false;
    if (this.newcomers.delete(entry)) return;
    this.gone += 1;
    // What is gone would be kept until somebody asks for the order.
    if (this.gone > this.byKey.size) this.sweep();
  }

  /** In no order that means anything. */
  *entries(): Generator<readonly [string, V]> {
    for (const { key, value } of this.byKey.values()) yield [key, value];
  }

  keys(): readonly string[] {
    return this.inOrder().map(({ key }) => key);
  }

  values(): readonly V[] {
    return this.inOrder().map(({ value }) => value);
  }

  private inOrder(): readonly Entry<V>[] {
    if (this.gone > 0) this.sweep();
    if (this.newcomers.size === 0) return this.sorted;
    // Two runs in order, one after the other: V8's sort merges them and compares hardly more than once for each.
    this.sorted = [...this.sorted, ...[...this.newcomers].sort(byKey)].sort(byKey);
    this.newcomers.clear();
    return this.sorted;
  }

  private sweep(): void {
    this.sorted = this.sorted.filter(({ isHere }) => isHere);
    this.gone = 0;
  }
}

function byKey(a: Entry<unknown>, b: Entry<unknown>): number {
  return a.key < b.key ? -1 : 1;
}
