import { inOrder, type Sample } from '../exposition/family.js';
import { writeSamples } from '../exposition/write.js';
import type { Declaration, Increment } from './push.js';

/** A series of sums as a scrape shows it. */
export function textOf(family: Declaration, total: Increment): string {
  return writeSamples(samplesOf(family, total));
}

/** How many lines of a scrape one series takes. */
export function linesOf({ type, bounds }: Declaration): number {
  return type === 'histogram' ? bounds.length + 3 : 1;
}

function samplesOf(
  { name, type, bounds }: Declaration,
  { labels, values }: Increment,
): readonly Sample[] {
  if (type !== 'histogram') return [{ name, labels, value: values[0] ?? 0 }];
  const [sum = 0, count = 0] = values.slice(bounds.length);
  const bucket = (le: string, value: number): Sample => ({
    name: `${name}_bucket`,
    labels: inOrder([...labels, ['le', le]]),
    value,
  });
  return [
    ...bounds.map((bound, i) => bucket(String(bound), values[i] ?? 0)),
    bucket('+Inf', count),
    { name: `${name}_sum`, labels, value: sum },
    { name: `${name}_count`, labels, value: count },
  ];
}
