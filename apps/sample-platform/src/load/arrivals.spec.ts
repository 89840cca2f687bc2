import fc from 'fast-check';
import { wishSchema } from '../api/wish.js';
import { seededUserIds } from '../database/seed.js';
import { isNewcomer, newcomerId, nextGapMs, nextWish } from './arrivals.js';
import { pick, seededRandom } from './random.js';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const rates = fc.double({ min: 0.01, max: 6_000, noNaN: true });

function many<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw);
}

describe('arrivals', () => {
  it('come at the same moments with the same wishes for the same seed', () => {
    fc.assert(
      fc.property(seeds, rates, (seed, perMinute) => {
        const story = (): unknown[] => {
          const random = seededRandom(seed);
          return many(20, () => [nextGapMs(random, perMinute), nextWish(random, ['a', 'b'])]);
        };
        expect(story()).toEqual(story());
      }),
    );
  });

  it('have gaps that a timer can wait for', () => {
    fc.assert(
      fc.property(seeds, rates, (seed, perMinute) => {
        const gap = nextGapMs(seededRandom(seed), perMinute);
        expect(gap).toBeGreaterThanOrEqual(1);
        expect(gap).toBeLessThanOrEqual(600_000);
      }),
    );
  });

  it('are a Poisson process: the mean gap and its spread are both a minute over the rate', () => {
    const random = seededRandom(7);
    const gaps = many(20_000, () => nextGapMs(random, 30));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const spread = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(mean / 2_000).toBeCloseTo(1, 1);
    expect(spread / 2_000).toBeCloseTo(1, 1);
  });

  it('wish only for what the API takes', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const wish = nextWish(seededRandom(seed), seededUserIds());
        expect(wishSchema.parse(wish)).toEqual(wish);
      }),
    );
  });

  it('bring somebody new once in two hundred, at the same turns for the same seed', () => {
    const turns = (seed: number): boolean[] => {
      const random = seededRandom(seed);
      return many(40_000, () => isNewcomer(random));
    };
    expect(turns(13).filter(Boolean).length / 200).toBeCloseTo(1, 0);
    expect(turns(13)).toEqual(turns(13));
  });

  it('have newcomers sign up under a name of their own that the API takes', () => {
    const [first, second] = [new Date(1_764_000_000_011), new Date(1_764_000_000_012)];
    const wish = nextWish(seededRandom(1), ['u-001']);
    const asked = { ...wish, userId: newcomerId(first) };
    expect(wishSchema.parse(asked)).toEqual(asked);
    expect(newcomerId(second)).not.toBe(newcomerId(first));
  });

  it('are skewed: the first user asks about three times as often as the third', () => {
    const random = seededRandom(11);
    const users = many(30_000, () => nextWish(random, seededUserIds()).userId);
    const count = (id: string): number => users.filter((user) => user === id).length;
    expect(count('u-001') / count('u-003')).toBeCloseTo(3, 0);
    expect(count('u-001') / users.length).toBeGreaterThan(0.2);
  });
});

describe('pick', () => {
  it('never takes what weighs nothing', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const choices = [
          ['never', 0],
          ['always', 1],
        ] as const;
        expect(pick(seededRandom(seed), choices)).toBe('always');
      }),
    );
  });

  it('refuses to choose from nothing', () => {
    expect(() => pick(seededRandom(1), [])).toThrow('at least one choice');
  });
});
