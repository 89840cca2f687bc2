import type { Label } from '../exposition/family.js';
import { sizeOf } from './exemplars.js';
import type { Declaration, Increment } from './push.js';
import type { Size } from './totals.js';
import { linesOf } from './written.js';

/** What series of a family cost of what may be held. */
export function heldBy(declared: Declaration, series: readonly Increment[]): Size {
  const lines = linesOf(declared);
  const characters = series.reduce((sum, { labels }) => sum + lengthOf(labels), 0);
  const named = series.length * declared.name.length;
  const pointed = series.reduce((sum, { exemplars }) => sum + sizeOf(exemplars), 0);
  return { series: series.length * lines, characters: (characters + named) * lines + pointed };
}

function lengthOf(labels: readonly Label[]): number {
  return labels.reduce((sum, [label, value]) => sum + label.length + value.length, 0);
}
