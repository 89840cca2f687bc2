import { equivalentIn } from './equivalent.js';
import { judge, type Tried } from './judge.js';
import { sample } from './sample.js';

const [caught, survived] = [{ is: 'caught', by: 'A' }, { is: 'survived' }] as const;
const tried = (change: string, outcome: Tried['outcome']): Tried => ({
  mutant: { of: 'A', change },
  outcome,
});
const LISTED = equivalentIn("[{ why: it cannot matter, mutants: { A: ['11 -> 12'] } }]");
const ALL = ['11 -> 12', '13 -> 14'].map((change) => ({ of: 'A', change }));

describe('the judgement', () => {
  it('counts what was caught and what cannot be', () => {
    const trials = [tried('11 -> 12', survived), tried('13 -> 14', caught)];
    expect(judge(trials, LISTED, ALL)).toEqual({ tried: 2, caught: 1, equivalent: 1, faults: [] });
  });

  it('names survivors and what could not be tried', () => {
    const broken = { is: 'broken', words: 'no such thing' } as const;
    const trials = [tried('11 -> 12', broken), tried('13 -> 14', survived)];
    expect(judge(trials, [], ALL).faults).toEqual([
      'survived: A: 13 -> 14',
      'not tried: A: 11 -> 12\nno such thing',
    ]);
  });

  it('refuses a list that excuses what is caught or no longer exists', () => {
    const faults = ['caught, so take it', 'no such mutant, so take it'];
    expect(judge([tried('11 -> 12', caught)], LISTED, ALL).faults).toEqual([
      expect.stringContaining(faults[0] ?? ''),
    ]);
    expect(judge([], LISTED, []).faults).toEqual([expect.stringContaining(faults[1] ?? '')]);
  });
});

describe('a mutant that is noticed by chance', () => {
  const listed = equivalentIn(
    "[{ why: rounding, noticed: by chance, mutants: { A: ['11 -> 12'] } }]",
  );

  it.each([
    [survived, { tried: 1, caught: 0, equivalent: 1, faults: [] }],
    [caught, { tried: 1, caught: 1, equivalent: 0, faults: [] }],
  ])('is no fault whether it is %j or not', (outcome, judgement) => {
    expect(judge([tried('11 -> 12', outcome)], listed, ALL)).toEqual(judgement);
  });
});

describe('the sample', () => {
  it('is the same whatever comes and goes beside its entries', () => {
    const entries = Array.from({ length: 1100 }, (_, i) => `mutant ${String(i)}`);
    const choose = (from: readonly string[]): readonly string[] =>
      sample(from, { oneIn: 11, nameOf: (entry) => entry });
    const chosen = choose(entries);
    expect(chosen.length).toBeGreaterThan(70);
    expect(chosen.length).toBeLessThan(130);
    expect(choose(entries.slice(550))).toEqual(chosen.filter((one) => entries.indexOf(one) >= 550));
  });
});
