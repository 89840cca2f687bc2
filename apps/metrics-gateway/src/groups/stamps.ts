import type { Label } from '../exposition/family.js';
import { inOrder } from '../exposition/family.js';
import { writeSamples } from '../exposition/write.js';
import { attached, type Grouping } from './group.js';
import { Held } from './held.js';
import type { Shown } from '../scrape/page.js';

/** What the gateway says of each group, in the Pushgateway's own words. A push cannot say it. */
const FAILED = {
  name: 'push_failure_time_seconds',
  help: 'Last Unix time when changing this group in the Pushgateway failed.',
} as const;
const PUSHED = {
  name: 'push_time_seconds',
  help: 'Last Unix time when changing this group in the Pushgateway succeeded.',
} as const;

/** When a group was last pushed to, and last in vain: seconds since the epoch, 0 for never. */
export class Stamp {
  pushedAt = 0;
  failedAt = 0;
  /** As a scrape shows them. */
  pushedLine: string;
  failedLine: string;
  private readonly labels: readonly Label[];

  constructor(grouping: Grouping) {
    this.labels = inOrder(attached([], grouping));
    this.pushedLine = this.line(PUSHED.name, 0);
    this.failedLine = this.line(FAILED.name, 0);
  }

  succeeded(nowSeconds: number): void {
    this.pushedAt = nowSeconds;
    this.pushedLine = this.line(PUSHED.name, nowSeconds);
  }

  failed(nowSeconds: number): void {
    this.failedAt = nowSeconds;
    this.failedLine = this.line(FAILED.name, nowSeconds);
  }

  private line(name: string, value: number): string {
    return writeSamples([{ name, labels: this.labels, value }]);
  }
}

export function isStamp(name: string): boolean {
  return name === PUSHED.name || name === FAILED.name;
}

export function stampFamilies(stamps: readonly Stamp[]): readonly Shown[] {
  if (stamps.length === 0) return [];
  return [
    { ...FAILED, type: 'gauge', texts: stamps.map(({ failedLine }) => failedLine) },
    { ...PUSHED, type: 'gauge', texts: stamps.map(({ pushedLine }) => pushedLine) },
  ];
}

/** The same as families of one group, for who asks for more than a scrape. */
export function stampsOf(
  grouping: Grouping,
  { pushedAt, failedAt }: { readonly pushedAt: number; readonly failedAt: number },
): readonly (readonly [name: string, held: Held])[] {
  const labels = inOrder(attached([], grouping));
  const at = Math.max(pushedAt, failedAt);
  const held = ({ name, help }: typeof FAILED | typeof PUSHED, value: number) =>
    [
      name,
      new Held({ name, help, type: 'gauge', samples: [{ name, labels, value }] }, at),
    ] as const;
  return [held(FAILED, failedAt), held(PUSHED, pushedAt)];
}
