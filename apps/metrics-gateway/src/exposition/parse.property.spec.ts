import fc from 'fast-check';
import { inOrder, type Family, type FamilyType, type Label, type Sample } from './family.js';
import { parseExposition } from './parse.js';
import { writeExposition } from './write.js';

const number = fc.double().map((value) => value + 0); // -0 is written as 0
const text = fc.string({ unit: 'binary', maxLength: 6 });
const labels: fc.Arbitrary<readonly Label[]> = fc
  .dictionary(fc.stringMatching(/^[a-z_][a-z0-9_]{0,2}$/), text, { maxKeys: 3 })
  .map((values) => inOrder(Object.entries(values).filter(([name]) => name !== 'le')));
const labelSets = fc.uniqueArray(labels, {
  minLength: 1,
  maxLength: 3,
  selector: (set) => JSON.stringify(set.filter(([, value]) => value !== '')),
});
const help = fc.option(
  text.filter((sentence) => !/^[ \t]|^$/.test(sentence)),
  { nil: undefined },
);

const plain = fc
  .record({
    type: fc.constantFrom<FamilyType>('counter', 'gauge', 'untyped'),
    sets: labelSets,
    value: number,
  })
  .map(({ type, sets, value }) => ({
    type,
    samplesOf: (name: string): readonly Sample[] =>
      sets.map((set) => ({ name, labels: set, value })),
  }));

const histogram = fc
  .record({
    sets: labelSets,
    bounds: fc.uniqueArray(fc.integer(), { maxLength: 4 }),
    step: fc.nat(),
  })
  .map(({ sets, bounds, step }) => ({
    type: 'histogram' as const,
    samplesOf: (name: string) => sets.flatMap((set) => distribution(name, set, { bounds, step })),
  }));

function distribution(
  name: string,
  set: readonly Label[],
  { bounds, step }: { readonly bounds: readonly number[]; readonly step: number },
): readonly Sample[] {
  const les = [...[...bounds].sort((a, b) => a - b).map(String), '+Inf'];
  const buckets = les.map((le, i) => ({
    name: `${name}_bucket`,
    labels: inOrder([...set, ['le', le] as const]),
    value: i * step,
  }));
  const count = { name: `${name}_count`, labels: set, value: bounds.length * step };
  return [...buckets, { name: `${name}_sum`, labels: set, value: 17 }, count];
}

const families: fc.Arbitrary<readonly Family[]> = fc
  .array(fc.tuple(fc.oneof(plain, histogram), help), { maxLength: 4 })
  .map((drafts) =>
    drafts.map(([{ type, samplesOf }, sentence], i) => {
      const name = `m${String(i)}`;
      return { name, type, help: sentence, samples: samplesOf(name) };
    }),
  );

describe('parseExposition', () => {
  it('reads back exactly what was written', () => {
    fc.assert(
      fc.property(families, (written) => {
        expect(parseExposition(writeExposition(written))).toEqual({ ok: true, families: written });
      }),
      { numRuns: 200 },
    );
  });

  const noise = fc.string({
    unit: fc.oneof(
      fc.stringMatching(/^[x{}="\\,# \t\n1.e+-]$/),
      fc.constantFrom('le', '_bucket', '+Inf', '\n# TYPE x', ' histogram\n', '# HELP x'),
    ),
    maxLength: 80,
  });
  const cut = fc.record({
    start: fc.nat({ max: 400 }),
    length: fc.nat({ max: 8 }),
    instead: noise,
  });
  const damaged = fc.tuple(families, cut).map(([written, { start, length, instead }]) => {
    const whole = writeExposition(written);
    return whole.slice(0, start) + instead + whole.slice(start + length);
  });

  it('never throws on damaged text: it names a line of it, or reads what it can write again', () => {
    fc.assert(
      fc.property(fc.oneof(damaged, noise), (broken) => {
        const parsed = parseExposition(broken);
        if (parsed.ok) {
          expect(parseExposition(writeExposition(parsed.families))).toEqual(parsed);
        } else {
          expect(parsed.fault.line).toBeGreaterThan(0);
          expect(parsed.fault.line).toBeLessThanOrEqual(broken.split('\n').length);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
