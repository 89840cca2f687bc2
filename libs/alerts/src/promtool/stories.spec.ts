import { samples } from './stories.js';

describe('the samples of a story', () => {
  it('hold a gauge at each phase', () => {
    const series = { series: 'x', kind: 'gauge', at: (value: number) => value * 2 } as const;
    expect(samples(series, [11, 12])).toBe('22x119 24x119');
  });

  it('let a counter go on from where it stood', () => {
    const series = { series: 'x', kind: 'counter', at: (value: number) => value } as const;
    expect(samples(series, [1, 3])).toBe('5+5x119 615+15x119');
  });
});
