import { BOUND_LABELS, type Family, type Sample } from '../exposition/family.js';
import type { Grouping } from './group.js';
import { LIMITS } from '../limits.js';
import { cut } from '../cut.js';

const { most, nameCharacters, valueCharacters } = LIMITS.labels;

/** `x 1` and a line feed. */
const SHORTEST_LINE = 4;
const LINE_FEED = 10;

/**
 * Why a body would be too long as text, with the labels of its group on each line; undefined where it would not. Asked
 * before anybody reads it: 16 KiB of path on 300,000 lines are more than a process has.
 */
export function growthFault(body: Uint8Array, { key }: Grouping): string | undefined {
  const mayGrow = (lines: number): boolean => lines * key.length > LIMITS.writtenBytes;
  if (!mayGrow(body.length / SHORTEST_LINE)) return undefined;
  let lines = 1;
  for (const byte of body) if (byte === LINE_FEED) lines += 1;
  if (!mayGrow(lines)) return undefined;
  return `its ${String(lines)} lines, each with the ${String(key.length)} characters of its group's labels, are more than ${String(LIMITS.writtenBytes)} bytes`;
}

/** What is too long in pushed families: a name, the value of a label, or a list of labels; undefined for nothing. */
export function lengthFault(families: readonly Family[]): string | undefined {
  for (const { name, samples } of families) {
    if (name.length > nameCharacters) {
      return `the name ${cut(name)} has more than ${String(nameCharacters)} characters`;
    }
    for (const sample of samples) {
      const fault = labelsFault(sample);
      if (fault !== undefined) return `family ${name}: ${fault}`;
    }
  }
  return undefined;
}

function labelsFault({ labels }: Sample): string | undefined {
  for (const [label, value] of labels) {
    if (label.length > nameCharacters) {
      return `the label ${cut(label)} has a name of more than ${String(nameCharacters)} characters`;
    }
    const fault = valueFault(label, value);
    if (fault !== undefined) return fault;
  }
  const own = labels.filter(([label, value]) => value !== '' && !BOUND_LABELS.includes(label));
  if (own.length <= most) return undefined;
  return `a series has ${String(own.length)} labels with those of its group, and ${String(most)} are the most`;
}

export function valueFault(label: string, value: string): string | undefined {
  if (value.length <= valueCharacters) return undefined;
  return `the value of the label ${label} has more than ${String(valueCharacters)} characters`;
}
