import { printedLimit, printing } from './render.js';

describe('a printed value', () => {
  it.each([
    ['count', 0, '0'],
    ['count', 0.25, '250m'],
    ['count', 0.0001, '100u'],
    ['count', 999, '999'],
    ['count', 123_456, '123.5k'],
    ['score', 0.8825, '0.8825'],
    ['ratio', 0.105, '10.5%'],
    ['bytes', 1536, '1.5kiB'],
    ['seconds', 0.25, '250ms'],
    ['seconds', 2.1, '2.1s'],
    ['seconds', 601, '10m 1s'],
    ['seconds', 93_784, '1d 2h 3m 4s'],
    ['count/s', 11.5, '11.5/s'],
  ] as const)('of %s %d reads %s, as Prometheus prints it', (unit, value, text) => {
    expect(printing(unit).printed(value)).toBe(text);
  });

  it('has its limit in the words of thresholds.yml', () => {
    expect([
      printedLimit(0.1, 'ratio'),
      printedLimit(2, 'seconds'),
      printedLimit(3, 'count/s'),
    ]).toEqual(['10%', '2s', '3/s']);
  });
});
