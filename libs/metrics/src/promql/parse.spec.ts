import { parsePromql } from './parse.js';
import { raw } from './raw.js';

describe('parsePromql', () => {
  it('names every metric of an expression and the labels it matches on', () => {
    expect(parsePromql('sum by (a) (rate(x_total{b="1",c=~"2"}[5m])) / on () y > 3')).toEqual({
      ok: true,
      selectors: [
        { metric: 'x_total', labels: ['b', 'c'] },
        { metric: 'y', labels: [] },
      ],
    });
  });

  it.each([
    ['', 0],
    ['sum(', 4],
    ['x{a=}', 4],
    ['rate(x[5m)', 9],
  ])('finds the fault in %j', (promql, at) => {
    expect(parsePromql(promql)).toMatchObject({ ok: false, at });
  });
});

describe('raw', () => {
  it('refuses what does not parse', () => {
    const spec = { unit: 'count', labels: ['job'], why: 'a test' } as const;
    expect(() => raw({ ...spec, promql: 'topk(3, up' })).toThrow('cannot be parsed');
    expect(raw({ ...spec, promql: 'topk(3, up)' }).promql).toBe('topk(3, up)');
  });
});
