import { formatAmount } from '../amount.js';
import type { Threshold } from '../threshold.js';
import type { Thresholds } from './index.js';

type Path = {
  [G in keyof Thresholds]: `${G}.${keyof Thresholds[G] & string}`;
}[keyof Thresholds];

/** Two numbers about one thing, the smaller first: one of them warns, the other wakes somebody. */
const ORDERED: readonly (readonly [smaller: Path, larger: Path])[] = [
  ['queue.backlog', 'queue.growingBacklog'],
  ['host.cpuBusy', 'host.cpuExhausted'],
  ['host.memoryUsed', 'host.memoryExhausted'],
  ['disk.freeUnhealthy', 'disk.freeDegraded'],
];

/** A sentence for each two numbers that a deployment has in the wrong order: it would be woken before it is warned. */
export function disorder(thresholds: Thresholds): readonly string[] {
  return ORDERED.flatMap(([smaller, larger]) => {
    const [small, large] = [of(thresholds, smaller), of(thresholds, larger)];
    if (small === undefined || large === undefined || small.value <= large.value) return [];
    return (
      `${smaller} is ${amount(small)} and ${larger} is ${amount(large)}; ` +
      `${smaller} may be at most ${larger}, or people are woken before they are warned`
    );
  });
}

function of(thresholds: Thresholds, path: Path): Threshold | undefined {
  const groups: Readonly<Record<string, Readonly<Record<string, Threshold>>>> = thresholds;
  const [group = '', key = ''] = path.split('.');
  return groups[group]?.[key];
}

function amount({ value, unit }: Threshold): string {
  return formatAmount(value, unit);
}
