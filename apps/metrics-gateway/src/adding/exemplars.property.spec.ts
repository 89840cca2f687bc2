import fc from 'fast-check';
import { placed, type Exemplar } from '../exposition/exemplar.js';
import { parseExposition } from '../exposition/parse.js';
import { journalOf, sumsWith } from '../fixtures/sums.js';
import { openMetricsOf, piecesOf } from '../scrape/page.js';
import type { AddedFamily } from './push.js';

function world() {
  const sums = sumsWith();
  const { adder, totals, state } = sums;
  return {
    ...{ adder, state, journal: journalOf(sums) },
    text: () => [...piecesOf(totals.families())].join(''),
    open: () => [...openMetricsOf(totals.families())].join(''),
  };
}

const BOUNDS = [-1, 0.5, 7];
const exemplar: fc.Arbitrary<Exemplar> = fc.record({
  labels: fc
    .tuple(fc.constantFrom('trace_id', 'a'), fc.string({ minLength: 1 }))
    .map((one) => [one]),
  // Without -0, which a snapshot does not know and a scrape shows as 0.
  value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  timestamp: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 40 })),
});
const user = fc.constantFrom('ann', 'bob', 'a\n# {}');
const counted = fc.record({ user, exemplars: fc.array(exemplar, { maxLength: 2 }) });
const push = fc.array(fc.tuple(counted, fc.constantFrom('cuts_total', 'cuts', 'waits')), {
  minLength: 1,
  maxLength: 4,
});

function familyOf([one, name]: readonly [{ user: string; exemplars: Exemplar[] }, string]) {
  const bounds = name === 'waits' ? BOUNDS : [];
  const values = name === 'waits' ? [0, 1, 1, 13, 2] : [3];
  const exemplars = one.exemplars.map((each) => placed(each, bounds));
  const family: AddedFamily = {
    ...{ name, type: name === 'waits' ? 'histogram' : 'counter', help: 'H.', mode: 'sum', bounds },
    series: [{ labels: [['user', one.user]], values, exemplars }],
  };
  return family;
}

function bare(family: AddedFamily): AddedFamily {
  return { ...family, series: family.series.map(({ labels, values }) => ({ labels, values })) };
}

const EXEMPLAR = / # \{(?:trace_id|a)="(?:[^"\\\n]|\\[\\n"])+"\} \S+ \d+$/gm;

describe('sums with exemplars', () => {
  it('have the text of the same sums without, and their OpenMetrics but for the ends of lines', () => {
    fc.assert(
      fc.property(fc.array(push, { maxLength: 12 }), (pushes) => {
        const [pointed, plain] = [world(), world()];
        for (const [at, families] of pushes.entries()) {
          for (const family of families.map(familyOf)) {
            const seen = { by: 'w', atSeconds: at };
            pointed.adder.take([family], seen);
            plain.adder.take([bare(family)], seen);
          }
        }
        expect(pointed.text()).toBe(plain.text());
        expect(parseExposition(pointed.text()).ok).toBe(true);
        expect(pointed.open().replaceAll(EXEMPLAR, '')).toBe(plain.open());
        expect(pointed.text()).toBe(plain.text());
      }),
      { numRuns: 150 },
    );
  });

  it('come back from a snapshot with them', () => {
    fc.assert(
      fc.property(fc.array(push, { maxLength: 12 }), (pushes) => {
        const [live, again] = [world(), world()];
        for (const [at, families] of pushes.entries()) {
          for (const one of families) live.adder.take([familyOf(one)], { by: 'w', atSeconds: at });
        }
        for (const record of live.journal.dump()) again.journal.replay(record());
        expect(again.state()).toEqual(live.state());
        expect(again.open()).toBe(live.open());
      }),
      { numRuns: 100 },
    );
  });
});
