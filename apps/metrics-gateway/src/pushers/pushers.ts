import type { Glimpse } from '../groups/store.js';
import type { Answer } from '../adding/adder.js';
import type { Budgets } from '../adding/budgets.js';
import type { Producer } from '../adding/producers.js';

export const ORDERS = ['newest', 'silent'] as const;
export type Order = (typeof ORDERS)[number];

/** A producer of increments, for who asks whether it still pushes. */
export interface ProducerSeen {
  readonly name: string;
  readonly lastPushAgeSeconds: number;
  /** Its highest sequence. */
  readonly sequence: number;
  /** Of the lower ones, how many can still come late. */
  readonly missing: number;
  /** That it opened and that are still held, in quarantine too, as a scrape counts them. */
  readonly series: number;
}

/** The same of a group. */
export interface GroupSeen {
  readonly group: string;
  /** Undefined where it was pushed to in vain alone. */
  readonly lastPushAgeSeconds: number | undefined;
  /** Since it was last pushed to in vain. */
  readonly lastFailureAgeSeconds: number | undefined;
  readonly families: number;
  readonly series: number;
}

export function producersSeen(
  producers: readonly Producer<Answer>[],
  budgets: Pick<Budgets, 'openedBy'>,
  nowSeconds: number,
): readonly ProducerSeen[] {
  return producers.map(({ name, newest, missing, seenAt }) => ({
    name,
    lastPushAgeSeconds: nowSeconds - seenAt,
    sequence: newest,
    missing: missing.length,
    series: budgets.openedBy(name),
  }));
}

export function groupsSeen(groups: Iterable<Glimpse>, nowSeconds: number): readonly GroupSeen[] {
  const age = (at: number): number | undefined => (at === 0 ? undefined : nowSeconds - at);
  return [...groups].map(({ grouping, families, stamp }) => ({
    group: grouping.key,
    lastPushAgeSeconds: age(stamp.pushedAt),
    lastFailureAgeSeconds: age(stamp.failedAt),
    families: families.size,
    series: [...families.values()].reduce((sum, { series }) => sum + series, 0),
  }));
}

/** Who never pushed is the most silent. */
export function inOrder<T extends Pick<GroupSeen, 'lastPushAgeSeconds'>>(
  seen: readonly T[],
  order: Order,
): readonly T[] {
  const sign = order === 'newest' ? 1 : -1;
  const age = (one: T): number => one.lastPushAgeSeconds ?? Number.MAX_VALUE;
  return [...seen].sort((a, b) => sign * (age(a) - age(b)));
}
