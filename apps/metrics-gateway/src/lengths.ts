import type { Family, Sample } from './exposition/family.js';
import { LIMITS } from './limits.js';

const { most, nameCharacters, valueCharacters } = LIMITS.labels;

/** The labels that the format itself writes. */
const FORMAT: readonly string[] = ['le', 'quantile'];

/** What is too long in pushed families: a name, the value of a label, or a list of labels; undefined for nothing. */
export function lengthFault(families: readonly Family[]): string | undefined {
  for (const { name, samples } of families) {
    if (name.length > nameCharacters) {
      return `the name ${name.slice(0, SHOWN_CHARACTERS)}… has more than ${String(nameCharacters)} characters`;
    }
    for (const sample of samples) {
      const fault = labelsFault(sample);
      if (fault !== undefined) return `family ${name}: ${fault}`;
    }
  }
  return undefined;
}

const SHOWN_CHARACTERS = 60;

function labelsFault({ labels }: Sample): string | undefined {
  for (const [label, value] of labels) {
    if (label.length > nameCharacters) {
      return `the label ${label.slice(0, SHOWN_CHARACTERS)}… has a name of more than ${String(nameCharacters)} characters`;
    }
    if (value.length > valueCharacters) {
      return `the value of the label ${label} has more than ${String(valueCharacters)} characters`;
    }
  }
  const own = labels.filter(([label, value]) => value !== '' && !FORMAT.includes(label));
  if (own.length <= most) return undefined;
  return `a series has ${String(own.length)} labels with those of its group, and ${String(most)} are the most`;
}
