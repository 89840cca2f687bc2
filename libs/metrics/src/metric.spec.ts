import { METRICS } from './catalogue/index.js';
import { EXTERNAL_METRICS } from './external/index.js';
import { counter, gauge, histogram, seriesCeiling, upTo } from './metric.js';

describe('a metric definition', () => {
  it('costs one series for each combination of its label values', () => {
    const jobs = gauge({
      name: 'jobs',
      unit: 'count',
      help: 'Jobs.',
      labels: { queue: ['a', 'b', 'c'], user: upTo(11, 'users who are online') },
    });
    expect(seriesCeiling(jobs)).toBe(3 * 11);
  });

  it('costs a histogram its buckets, +Inf, sum and count', () => {
    const wait = histogram({
      name: 'wait_seconds',
      unit: 'seconds',
      help: 'Waiting.',
      labels: { queue: ['a', 'b'] },
      buckets: [1, 2, 3, 4],
    });
    expect(seriesCeiling(wait)).toBe(2 * (4 + 1 + 1 + 1));
  });

  it.each([
    [
      'a label that belongs to Prometheus',
      { labels: { le: ['1'] } },
      'label le belongs to Prometheus',
    ],
    ['a label with a value listed twice', { labels: { a: ['x', 'x'] } }, 'each listed once'],
    ['a label with no value', { labels: { a: [] } }, 'at least one value'],
    ['a ceiling with no room for other', { labels: { a: upTo(1, 'none') } }, 'at least 2'],
    [
      'a help that is no sentence',
      { help: 'jobs' },
      'metric definition jobs_total: its help is not a sentence: start with a capital letter and end with a full stop',
    ],
  ])('is refused with %s', (_, change, sentence) => {
    const spec = {
      name: 'jobs_total',
      unit: 'count',
      help: 'Jobs.',
      labels: {},
      ...change,
    } as const;
    expect(() => counter(spec)).toThrow(sentence);
  });

  it.each([
    [
      'no labels at all',
      { labels: undefined },
      'its labels are missing: write labels: {} for none',
    ],
    ['a ceiling without its why', { labels: { a: { atMost: 5 } } }, 'label a needs a reason'],
    ['a ceiling without its number', { labels: { a: { why: 'w' } } }, 'label a needs a ceiling'],
    ['a domain that is one value', { labels: { a: 'x' } }, 'label a needs at least one value'],
    ['a domain that is null', { labels: { a: null } }, 'label a needs at least one value'],
  ])('is refused, where no compiler looks, with %s', (_, change, sentence) => {
    const spec = { name: 'jobs_total', unit: 'count', help: 'Jobs.', ...change };
    // What JavaScript can hand over.
    const define = counter as (spec: object) => unknown;
    expect(() => define(spec)).toThrow(`metric definition jobs_total: ${sentence}`);
  });

  it.each([[[]], [[1, 1]], [[2, 1]], [[1, Number.POSITIVE_INFINITY]]])(
    'is refused with buckets %j',
    (buckets) => {
      const spec = {
        name: 'wait_seconds',
        unit: 'seconds',
        help: 'Waiting.',
        labels: {},
        buckets,
      } as const;
      expect(() => histogram(spec)).toThrow('not finite and strictly ascending');
    },
  );
});

describe('the catalogue', () => {
  it('names each metric once, our own and those of others', () => {
    const names = [...METRICS, ...EXTERNAL_METRICS].map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('keeps the names and labels that the product was described with', () => {
    const described = {
      http_requests_total: ['method', 'endpoint', 'status'],
      http_request_duration_seconds: ['method', 'endpoint'],
      video_generation_total: ['theme', 'user_id'],
      video_generation_failures_total: ['error_type', 'stage'],
      video_generation_duration_seconds: ['theme', 'duration_category'],
      ai_optimization_total: ['optimization_type', 'level'],
      optimization_size_reduction_percent: ['optimization_type'],
      video_quality_score: ['theme', 'optimization_level'],
    };
    const ours = Object.fromEntries(
      METRICS.filter(({ name }) => Object.hasOwn(described, name)).map(({ name, labels }) => [
        name,
        Object.keys(labels),
      ]),
    );
    expect(ours).toEqual(described);
  });

  it('stays inside the series budget of one scrape target', () => {
    const total = METRICS.map(seriesCeiling).reduce((sum, ceiling) => sum + ceiling, 0);
    expect(total).toBeLessThanOrEqual(20_000);
  });
});
