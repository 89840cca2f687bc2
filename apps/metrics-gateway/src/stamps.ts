import { inOrder, type Family, type Label } from './exposition/family.js';

/** What the gateway says of each group, in the Pushgateway's own words. A push cannot say it. */
const STAMPS = [
  {
    name: 'push_failure_time_seconds',
    help: 'Last Unix time when changing this group in the Pushgateway failed.',
    of: 'failedAt',
  },
  {
    name: 'push_time_seconds',
    help: 'Last Unix time when changing this group in the Pushgateway succeeded.',
    of: 'pushedAt',
  },
] as const;

export interface Stamped {
  readonly labels: readonly Label[];
  /** Seconds since the epoch; 0 for never. */
  readonly pushedAt: number;
  readonly failedAt: number;
}

export function isStamp(name: string): boolean {
  return STAMPS.some((stamp) => stamp.name === name);
}

export function stampsOf(groups: readonly Stamped[]): readonly Family[] {
  if (groups.length === 0) return [];
  return STAMPS.map(({ name, help, of }) => ({
    name,
    help,
    type: 'gauge',
    samples: groups.map((group) => ({ name, labels: inOrder(group.labels), value: group[of] })),
  }));
}
