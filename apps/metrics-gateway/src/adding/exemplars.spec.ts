import { openMetricsOf, piecesOf, type Page } from '../scrape/page.js';
import { sumsWith } from '../fixtures/sums.js';
import { readPush } from './read.js';

const DONE = { name: 'cuts_total', type: 'counter' };
const WAITS = { name: 'waits', type: 'histogram', buckets: [0.5, 2] };
const COUNTS = { labels: {}, buckets: [1, 2], sum: 11, count: 3 };

function world() {
  const { adder, totals, state } = sumsWith();
  let sequence = 0;
  const push = (families: readonly object[], atSeconds: number): string => {
    sequence += 1;
    const read = readPush(JSON.stringify({ producer: 'w-1', sequence, families }));
    return read.ok ? adder.apply(read.push, atSeconds).outcome : read.reason;
  };
  const page = (): Page => totals.families();
  return {
    ...{ push, totals, state, adder },
    text: () => [...piecesOf(page())].join(''),
    open: () => [...openMetricsOf(page())].join('').split('\n'),
  };
}

function cut(exemplar: object, value = 3): object {
  return { ...DONE, series: [{ labels: { stage: 'mux' }, value, exemplar }] };
}

function waited(exemplars: readonly object[]): object {
  return { ...WAITS, series: [{ ...COUNTS, exemplars }] };
}

const trace = (id: string): object => ({ trace_id: id });

describe('exemplars of increments', () => {
  it('stand on the lines of OpenMetrics that count them, and nowhere in the text', () => {
    const { push, open, text } = world();
    push(
      [
        cut({ labels: { trace_id: 'a"\\\n', b: 'ä' }, value: 0.25, timestamp: 13.5 }),
        waited([
          { labels: trace('one'), value: 0.5, timestamp: 11 },
          { labels: trace('two'), value: 0.75, timestamp: 12 },
          { labels: trace('six'), value: 1e21 },
        ]),
      ],
      17,
    );
    expect(open()).toEqual([
      '# TYPE cuts counter',
      'cuts_total{stage="mux"} 3 # {b="ä",trace_id="a\\"\\\\\\n"} 0.25 13.5',
      '# TYPE waits histogram',
      'waits_bucket{le="0.5"} 1 # {trace_id="one"} 0.5 11',
      'waits_bucket{le="2"} 2 # {trace_id="two"} 0.75 12',
      'waits_bucket{le="+Inf"} 3 # {trace_id="six"} 1e+21 17',
      'waits_sum 11',
      'waits_count 3',
      '# EOF',
      '',
    ]);
    expect(text()).not.toContain('trace_id');
  });

  it('stay until a newer one comes, and none is from later than it came', () => {
    const { push, open } = world();
    const shown = (): string | undefined => open()[1]?.replace(/.*# /, '');
    push([cut({ labels: trace('a'), value: 2, timestamp: 12 })], 17);
    push([cut({ labels: trace('late'), value: 3, timestamp: 11 })], 18);
    push([{ ...DONE, series: [{ labels: { stage: 'mux' }, value: 1 }] }], 19);
    expect(shown()).toBe('{trace_id="a"} 2 12');
    push([cut({ labels: trace('ahead'), value: 4, timestamp: 1e9 })], 20);
    expect(shown()).toBe('{trace_id="ahead"} 4 20');
    push([cut({ labels: trace('next'), value: 5 })], 21);
    expect(shown()).toBe('{trace_id="next"} 5 21');
  });

  it('are not shown where OpenMetrics has no counter', () => {
    const { push, open } = world();
    push([{ ...cut({ labels: trace('a'), value: 2 }), name: 'cuts' }], 17);
    expect(open().slice(0, 2)).toEqual(['# TYPE cuts unknown', 'cuts{stage="mux"} 3']);
  });

  it('count for the characters that may be held, as long as they are', () => {
    const { push, totals, adder } = world();
    const bare = 'cuts_total'.length + 'stagemux'.length;
    push([cut({ labels: { t: 'abc' }, value: 1 })], 17);
    const opened = totals.held.characters;
    push([cut({ labels: { t: 'abcdefg' }, value: 1 })], 18);
    expect([opened, totals.held.characters]).toEqual([bare + 4, bare + 8]);
    adder.forget(adder.stale(99, 1));
    expect(totals.held).toEqual({ series: 0, characters: 0 });
  });

  const BAD: readonly (readonly [object, string])[] = [
    [
      cut({ labels: { trace_id: 'ä'.repeat(121) }, value: 1 }),
      'family cuts_total, series 1 exemplar labels: its names and values have more than 128 characters together',
    ],
    [
      cut({ labels: {}, value: 1 }),
      'family cuts_total, series 1 exemplar labels: expected a label such as trace_id',
    ],
    [
      cut({ labels: { 'trace-id': 'a' }, value: 1 }),
      'family cuts_total, series 1 exemplar labels: "trace-id" is not the name of a label',
    ],
    [
      cut({ labels: trace('a'), value: 1, timestamp: -1 }),
      'family cuts_total, series 1 exemplar timestamp: expected seconds since 1970',
    ],
    [
      cut({ labels: trace('a'), vlaue: 1 }),
      'family cuts_total, series 1 exemplar: there is no "vlaue" here; the nearest is "value"',
    ],
    [
      waited([{ labels: trace('a'), value: null }]),
      'family waits, series 1 exemplars 1 value: Invalid input: expected number, received null',
    ],
    [
      { ...cut({ labels: trace('a'), value: 1 }), type: 'gauge' },
      'family cuts_total, series 1: there is no "exemplar" here',
    ],
  ];

  it.each(BAD)('refuses %j', (family, said) => {
    const { push, state } = world();
    const before = state();
    expect(push([family], 17)).toBe(said);
    expect(state()).toEqual(before);
  });

  it('takes 128 characters, counted as a reader would', () => {
    const { push } = world();
    expect(push([cut({ labels: { trace_id: '😀'.repeat(120) }, value: 1 })], 17)).toBe('applied');
  });
});
