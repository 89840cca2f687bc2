import { withExemplars } from '../exposition/exemplar.js';
import { inOrder, type Sample } from '../exposition/family.js';
import { writeSamples } from '../exposition/write.js';
import type { Shows } from '../scrape/page.js';
import type { Declaration, Increment } from './push.js';

/** A sum that never changes, and what was written of it. */
interface Written extends Increment {
  text: string | undefined;
}

/** So many take about a millisecond to write; between two pieces others may have a turn. */
const PIECE = 256;

/** The sums as a scrape shows them, in pieces that are written when they are asked for, each sum once. */
export function textsOf(
  family: Declaration,
  totals: readonly Written[],
): readonly ((shows: Shows) => string)[] {
  const pieces = Array.from({ length: Math.ceil(totals.length / PIECE) }, (_, i) => i * PIECE);
  return pieces.map((at) => (shows) => {
    const piece = totals.slice(at, at + PIECE);
    const texts = piece.map((total) => {
      const text = (total.text ??= textOf(family, total));
      const { exemplars } = total;
      return shows === 'samples' || exemplars === undefined ? text : withExemplars(text, exemplars);
    });
    return texts.join('');
  });
}

function textOf(family: Declaration, total: Increment): string {
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
