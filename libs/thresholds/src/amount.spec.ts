import fc from 'fast-check';
import { formatAmount, parseAmount } from './amount.js';

describe('an amount', () => {
  it.each([
    ['1500ms', 'seconds', 1.5],
    ['2 h', 'seconds', 7200],
    ['7%', 'ratio', 0.07],
    ['30%', 'percent', 30],
    ['2GiB', 'bytes', 2 * 1024 ** 3],
    [11, 'count', 11],
  ] as const)('is read from %j as %s', (written, unit, value) => {
    expect(parseAmount(written, unit)).toBe(value);
  });

  it.each([
    ['5s', 'ratio'],
    ['5%', 'count'],
    ['-5%', 'ratio'],
    ['five', 'count'],
    [Number.NaN, 'count'],
    [null, 'seconds'],
  ] as const)('is not read from %j as %s', (written, unit) => {
    expect(parseAmount(written, unit)).toBeUndefined();
  });

  it.each([
    [0.1, 'ratio', '10%'],
    [90, 'seconds', '90s'],
    [120, 'seconds', '2m'],
    [0.25, 'seconds', '250ms'],
    [86_400, 'seconds', '1d'],
    [1536, 'bytes', '1.5 KiB'],
    [100, 'count', '100'],
  ] as const)('prints %d %s as %s', (value, unit, printed) => {
    expect(formatAmount(value, unit)).toBe(printed);
  });

  it('is read back from what it was printed as', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (value) => {
        expect(parseAmount(formatAmount(value / 100, 'ratio'), 'ratio')).toBeCloseTo(
          value / 100,
          9,
        );
        expect(parseAmount(formatAmount(value, 'seconds'), 'seconds')).toBe(value);
      }),
    );
  });
});
