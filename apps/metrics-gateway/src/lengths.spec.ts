import type { Family, Label } from './exposition/family.js';
import { lengthFault } from './lengths.js';

function family(name: string, labels: readonly Label[]): Family {
  const samples = [{ name, labels, value: 11 }];
  return { name, type: 'gauge', help: undefined, samples };
}

const labels = (count: number): Label[] =>
  Array.from({ length: count }, (_, i) => [`l${String(i)}`, 'v']);

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
});
