import fc from 'fast-check';
import { inTurns, sortedInTurns } from './turns.js';

describe('rows sorted in turns', () => {
  it('stand as a stable sort at one stroke puts them', async () => {
    const rows = fc.array(fc.nat(9), { maxLength: 3_000, size: 'max' });
    await fc.assert(
      fc.asyncProperty(rows, async (ranks) => {
        const all = ranks.map((rank, place) => ({ rank, place }));
        const byRank = (a: { rank: number }, b: { rank: number }): number => a.rank - b.rank;
        expect(await sortedInTurns(all, byRank)).toEqual([...all].sort(byRank));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a walk in turns', () => {
  it('meets each once and in order, and lets others run meanwhile', async () => {
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const seen: number[] = [];
    await inTurns([11, 12, 13], (one) => {
      seen.push(one);
      for (const began = performance.now(); performance.now() - began < 4;);
    });
    isOver = true;
    expect([seen, turns > 0]).toEqual([[11, 12, 13], true]);
  });
});
