import { samples } from './samples.js';

const phases = [
  { value: 1, length: 11 },
  { value: 3, length: 12 },
];

describe('the samples of a story', () => {
  it('hold a gauge at each phase', () => {
    const series = { series: 'x', kind: 'gauge', at: (value: number) => value * 2 } as const;
    expect(samples(series, { phases, stepSeconds: 5 })).toBe('2x10 6x11');
  });

  it('end a gauge that is no more, and begin it again', () => {
    const at = (value: number) => (value === 3 ? undefined : value);
    const series = { series: 'x', kind: 'gauge', at } as const;
    const again = { value: 2, length: 3 };
    expect(samples(series, { phases: [...phases, again], stepSeconds: 5 })).toBe(
      '1x10 stale _x11 2x2',
    );
    expect(samples(series, { phases: [...phases].reverse(), stepSeconds: 5 })).toBe('_x12 1x10');
  });

  it('let a counter go on from where it stood', () => {
    const series = { series: 'x', kind: 'counter', at: (value: number) => value } as const;
    expect(samples(series, { phases, stepSeconds: 5 })).toBe('5+5x10 70+15x11');
  });

  it('let a counter begin at zero after a restart', () => {
    const series = { series: 'x', kind: 'counter', at: (value: number) => value } as const;
    const restarted = phases.map((phase) => ({ ...phase, afterRestart: true }));
    expect(samples(series, { phases: restarted, stepSeconds: 5 })).toBe('5+5x10 15+15x11');
  });

  it('never let a counter fall by the noise of fractions', () => {
    const series = { series: 'x', kind: 'counter', at: (value: number) => value / 300 } as const;
    const [first = '', second = ''] = samples(series, { phases, stepSeconds: 5 }).split(' ');
    const [start = 0, growth = 0] = first.split(/[+x]/).map(Number);
    const [next = 0, nextGrowth = 0] = second.split(/[+x]/).map(Number);
    const last = Array.from({ length: 10 }).reduce<number>((sum) => sum + growth, start);
    expect(next - last).toBe(nextGrowth);
    expect(growth).toBeCloseTo(5 / 300, 6);
  });
});
