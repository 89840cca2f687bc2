import type { Family, Label } from '../exposition/family.js';
import { groupingOf, type Grouping } from './group.js';
import { growthFault, lengthFault } from './lengths.js';

function family(name: string, labels: readonly Label[]): Family {
  const samples = [{ name, labels, value: 11 }];
  return { name, type: 'gauge', help: undefined, samples };
}

const labels = (count: number): Label[] =>
  Array.from({ length: count }, (_, i) => [`l${String(i)}`, 'v']);

function grouping(characters: number): Grouping {
  const read = groupingOf(`/metrics/job/a/path/${'v'.repeat(characters)}`);
  if (!read.ok) throw new Error(read.reason);
  return read.grouping;
}

describe('the lengths of a push', () => {
  it.each([
    family('x'.repeat(200), [['l'.repeat(200), 'v'.repeat(1_000)]]),
    family('x', [...labels(30), ['le', '0.5'], ['instance', '']]),
  ])('may be as long as that', (one) => {
    expect(lengthFault([family('y', []), one])).toBeUndefined();
  });

  it.each([
    [family('x'.repeat(201), []), `the name ${'x'.repeat(60)}… has more than 200 characters`],
    [
      family('x', [['l'.repeat(201), 'v']]),
      `family x: the label ${'l'.repeat(60)}… has a name of more than 200 characters`,
    ],
    [
      family('x', [['host', 'v'.repeat(1_001)]]),
      'family x: the value of the label host has more than 1000 characters',
    ],
    [
      family('x', labels(31)),
      'family x: a series has 31 labels with those of its group, and 30 are the most',
    ],
  ])('may not be longer, and the sentence says where (%#)', (one, sentence) => {
    expect(lengthFault([family('y', []), one])).toBe(sentence);
  });

  it.each([
    [grouping(10), 60_000],
    [grouping(13_000), 2_500],
  ])('leave room for the labels of the group on every line (%#)', (group, lines) => {
    expect(growthFault(Buffer.from('x 1\n'.repeat(lines)), group)).toBeUndefined();
  });

  it('do not let a long path stand on so many lines that they fill the memory', () => {
    const sentence =
      "its 60001 lines, each with the 13017 characters of its group's labels, are more than 33554432 bytes";
    const body = Buffer.from('x 1\n'.repeat(60_000));
    expect(growthFault(body, grouping(13_000))).toBe(sentence);
  });
});
