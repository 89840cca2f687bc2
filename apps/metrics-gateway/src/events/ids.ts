export interface NewIds {
  /** For each key, whether nobody has brought it before, here or earlier in the list. */
  readonly fresh: readonly boolean[];
  readonly commit: () => void;
}

/** The events that were applied, newest last; beyond the limit the oldest are forgotten. */
export class Ids {
  private readonly known = new Set<string>();

  constructor(private readonly limit: number) {}

  has(key: string): boolean {
    return this.known.has(key);
  }

  /** Changes nothing until its `commit`. */
  plan(keys: readonly string[]): NewIds {
    const brought = new Set<string>();
    const fresh = keys.map((key) => {
      const isFresh = !this.known.has(key) && !brought.has(key);
      brought.add(key);
      return isFresh;
    });
    return { fresh, commit: () => this.remember(keys) };
  }

  remember(keys: readonly string[]): void {
    for (const key of keys) this.known.add(key);
    for (const oldest of this.known) {
      if (this.known.size <= this.limit) return;
      this.known.delete(oldest);
    }
  }

  /** Oldest first. */
  saved(): readonly string[] {
    return [...this.known];
  }
}
