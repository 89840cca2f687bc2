import { growthOf } from './trend.js';

/** Readings of something that stands at 1,000, leaks so much each time, and jumps now and then. */
function readings(leak: number): readonly number[] {
  return Array.from(
    { length: 31 },
    (_, i) => 1_000 + leak * i + (i % 7 === 3 ? 400 : (i * 13) % 11),
  );
}

describe('the growth of readings', () => {
  it('is next to nothing where they only jump about, wherever the jumps are', () => {
    expect(Math.abs(growthOf(readings(0)))).toBeLessThan(11);
    expect(Math.abs(growthOf([...readings(0)].reverse()))).toBeLessThan(11);
  });

  it('is what leaked from the first to the last', () => {
    expect(Math.round(growthOf(readings(17)) / 30)).toBe(17);
  });
});
