import fc from 'fast-check';
import { piecesOf } from '../scrape/page.js';
import { sumsWith } from '../fixtures/sums.js';
import type { AddedFamily, AddPush, Increment } from './push.js';
import type { Totals } from './totals.js';

const whole = fc.integer({ min: 0, max: 1_000 });
const labels = fc.constantFrom([], [['a', 'x'] as const], [['a', 'y'] as const]);

function familyOf(
  head: Pick<AddedFamily, 'name' | 'type' | 'mode' | 'bounds'>,
  values: fc.Arbitrary<readonly number[]>,
): fc.Arbitrary<AddedFamily> {
  const series: fc.Arbitrary<readonly Increment[]> = fc.uniqueArray(fc.record({ labels, values }), {
    maxLength: 3,
    selector: (one) => JSON.stringify(one.labels),
  });
  return series.map((all) => ({ ...head, help: undefined, series: all }));
}

const plain = fc.tuple(whole);
const counts = fc
  .tuple(whole, whole, whole, whole)
  .map(([low, high, over, sum]) => [low, low + high, sum, low + high + over]);

/** All modes but `last`, whose result is a matter of order. */
const families = fc.tuple(
  familyOf({ name: 'a_total', type: 'counter', mode: 'sum', bounds: [] }, plain),
  familyOf({ name: 'b_seconds', type: 'histogram', mode: 'sum', bounds: [1, 7] }, counts),
  familyOf({ name: 'c_least', type: 'gauge', mode: 'min', bounds: [] }, plain),
  familyOf({ name: 'd_most', type: 'gauge', mode: 'max', bounds: [] }, plain),
);

/** What each of three producers pushes, in its order. */
const streams = fc.array(fc.array(families, { maxLength: 5 }), { maxLength: 3 });

function pushesOf(all: readonly (readonly (readonly AddedFamily[])[])[]): readonly AddPush[] {
  return all.flatMap((stream, i) =>
    stream.map((added, at) => ({
      producer: `worker-${String(i)}`,
      sequence: at + 1,
      families: added,
    })),
  );
}

function inAnyOrder(sent: readonly AddPush[]): fc.Arbitrary<readonly AddPush[]> {
  return fc.shuffledSubarray([...sent], { minLength: sent.length });
}

const MERGE = {
  sum: (a: number, b: number) => a + b,
  min: Math.min,
  max: Math.max,
  last: (_: number, b: number) => b,
};

/** The totals by another way: one table of numbers. */
function plainSums(pushes: readonly AddPush[]): Readonly<Record<string, number>> {
  const table: Record<string, number> = {};
  for (const { name, mode, series } of pushes.flatMap((push) => push.families)) {
    for (const one of series) {
      for (const [i, value] of one.values.entries()) {
        const key = `${name} ${JSON.stringify(one.labels)} ${String(i)}`;
        const before = table[key];
        table[key] = before === undefined ? value : MERGE[mode](before, value);
      }
    }
  }
  return table;
}

function tableOf(totals: Totals): Readonly<Record<string, number>> {
  return plainSums([{ producer: '', sequence: 1, families: totals.saved() }]);
}

describe('Adder', () => {
  it('comes to the plain sums, whatever the order and however often each push comes', () => {
    const shuffled = streams.chain((all) => {
      const pushes = pushesOf(all);
      const sent: fc.Arbitrary<readonly AddPush[]> =
        pushes.length === 0
          ? fc.constant([])
          : fc
              .array(fc.constantFrom(...pushes), { maxLength: 20 })
              .chain((again) => inAnyOrder([...pushes, ...again]));
      return fc.record({ pushes: fc.constant(pushes), sent });
    });
    fc.assert(
      fc.property(shuffled, ({ pushes, sent }) => {
        const { adder, totals } = sumsWith();
        const applied = sent.filter((push) => adder.apply(push, 13).outcome === 'applied');
        expect([tableOf(totals), applied.length]).toEqual([plainSums(pushes), pushes.length]);
      }),
      { numRuns: 300 },
    );
  });

  it('is not changed by a push that it refuses, which may be sent again', () => {
    fc.assert(
      fc.property(families, families, fc.boolean(), (held, pushed, isFull) => {
        fc.pre(isFull || held[1].series.length > 0);
        const { adder, state } = sumsWith(isFull ? { series: seriesOf(held) } : {});
        adder.apply({ producer: 'w', sequence: 1, families: held }, 13);
        const before = state();
        const misfit = isFull ? opening() : { ...pushed[1], bounds: [1, 8] };
        const families = [...pushed.filter(({ name }) => name !== misfit.name), misfit];
        const refused = adder.apply({ producer: 'w', sequence: 2, families }, 13);
        expect([refused.outcome, state()]).toEqual([isFull ? 'full' : 'unfit', before]);
        const corrected = adder.apply({ producer: 'w', sequence: 2, families: held }, 13);
        expect(corrected.outcome).toBe('applied');
      }),
      { numRuns: 300 },
    );
  });

  it('shows each sum on a scrape, and what was shown does not change with it', () => {
    const { adder, totals } = sumsWith();
    const family = { name: 'a_total', type: 'counter', mode: 'sum', bounds: [] } as const;
    const add = (sequence: number, value: number): void => {
      const families = [{ ...family, help: 'A.', series: [{ labels: [], values: [value] }] }];
      adder.apply({ producer: 'w', sequence, families }, 13);
    };
    add(1, 11);
    const first = totals.families();
    add(2, 12);
    const header = '# HELP a_total A.\n# TYPE a_total counter\n';
    expect([first, totals.families()].map((page) => [...piecesOf(page)].join(''))).toEqual([
      `${header}a_total 11\n`,
      `${header}a_total 23\n`,
    ]);
  });
});

function seriesOf(added: readonly AddedFamily[]): number {
  return added.reduce((sum, { type, series }) => {
    return sum + series.length * (type === 'histogram' ? 5 : 1);
  }, 0);
}

function opening(): AddedFamily {
  const series = [{ labels: [['new', 'x'] as const], values: [1] }];
  return { name: 'z', type: 'gauge', mode: 'last', bounds: [], help: undefined, series };
}
