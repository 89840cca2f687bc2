import { LABEL_NAME } from '@aura/metrics';
import { z } from 'zod';
import { BOUND_LABELS, inOrder, type Label } from '../exposition/family.js';
import { valueFault } from '../groups/lengths.js';
import { LIMITS } from '../limits.js';

const { most, nameCharacters } = LIMITS.labels;

/** A list, not an object, for `__proto__` is a name that a reader must be told of. */
export const LABELS = z.unknown().transform((given, context): readonly Label[] => {
  const fault = labelFault(given);
  if (fault === undefined) return labelsOf(given);
  context.addIssue({ code: 'custom', message: fault });
  return z.NEVER;
});

function labelFault(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return 'expected an object of label names and values, such as {"stage":"mux"}';
  }
  const entries: readonly (readonly [string, unknown])[] = Object.entries(given);
  if (entries.length > most) return `expected at most ${String(most)} labels`;
  for (const [label, value] of entries) {
    const fault = labelNameFault(label) ?? labelValueFault(label, value);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function labelNameFault(label: string): string | undefined {
  if (BOUND_LABELS.includes(label)) return `the label ${label} belongs to the gateway`;
  const isOne = LABEL_NAME.test(label) && !label.startsWith('__');
  if (isOne && label.length <= nameCharacters) return undefined;
  return `${JSON.stringify(label.slice(0, nameCharacters))} is not the name of a label`;
}

function labelValueFault(label: string, value: unknown): string | undefined {
  if (typeof value !== 'string') return `the value of the label ${label} is not a text`;
  return valueFault(label, value);
}

function labelsOf(given: unknown): readonly Label[] {
  const entries = Object.entries(given as Record<string, string>); // labelFault found nothing else
  return inOrder(entries.filter(([, value]) => value !== ''));
}
