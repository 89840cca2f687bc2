import { LIMITS } from '../limits.js';
import type { Grouping } from './group.js';

/** A push, as far as expiry goes. */
export interface Renewal {
  readonly atSeconds: number;
  /** As the push says it: 0 for never. Undefined leaves it to the gateway's setting. */
  readonly expireAfterSeconds?: number | undefined;
}

interface Renewed extends Renewal {
  readonly grouping: Grouping;
}

/** Which groups nobody has pushed to for too long. Each push says anew how long that is. */
export class Expiry {
  private readonly byKey = new Map<string, Renewed>();

  /** `afterSeconds` is for the groups whose last push does not say. */
  constructor(private readonly afterSeconds: number | undefined) {}

  renew(grouping: Grouping, { atSeconds, expireAfterSeconds }: Renewal): void {
    this.byKey.set(grouping.key, { grouping, atSeconds, expireAfterSeconds });
  }

  forget({ key }: Grouping): void {
    this.byKey.delete(key);
  }

  /** What the last push to the group said of it. */
  saidOf({ key }: Grouping): Pick<Renewal, 'expireAfterSeconds'> {
    const expireAfterSeconds = this.byKey.get(key)?.expireAfterSeconds;
    return expireAfterSeconds === undefined ? {} : { expireAfterSeconds };
  }

  isDue({ key }: Grouping, nowSeconds: number): boolean {
    const renewed = this.byKey.get(key);
    const after = renewed?.expireAfterSeconds ?? this.afterSeconds;
    if (renewed === undefined || after === undefined || after === 0) return false;
    return nowSeconds - renewed.atSeconds >= after;
  }

  due(nowSeconds: number): readonly Grouping[] {
    return [...this.byKey.values()]
      .map(({ grouping }) => grouping)
      .filter((grouping) => this.isDue(grouping, nowSeconds));
  }
}

/** What a push may say: whole seconds, at most ten years, or 0 for never. Undefined where it says something else. */
export function expireAfterOf(header: string): number | undefined {
  const seconds = /^\d{1,9}$/.test(header.trim()) ? Number(header) : Infinity;
  return seconds <= LIMITS.expirySeconds ? seconds : undefined;
}
