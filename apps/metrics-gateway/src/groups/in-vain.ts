import type { Grouping } from './group.js';

/**
 * Groups that hold nothing but the time of a refused push. They are worth showing, and no room for one that holds
 * something: the latest few are kept, so that who pushes nonsense under ever new names keeps nobody out.
 */
export class InVain {
  private readonly byKey = new Map<string, Grouping>();

  constructor(private readonly most: number) {}

  get size(): number {
    return this.byKey.size;
  }

  has({ key }: Grouping): boolean {
    return this.byKey.has(key);
  }

  /** The one that has to make room for it, if one has to. */
  add(grouping: Grouping): Grouping | undefined {
    const [oldest] = this.byKey.values();
    this.byKey.set(grouping.key, grouping);
    return this.byKey.size > this.most ? oldest : undefined;
  }

  delete({ key }: Grouping): void {
    this.byKey.delete(key);
  }
}
