import { http, queue, video } from '../index.js';
import { counter, gauge, histogram } from '../metric.js';
import {
  above,
  before,
  below,
  both,
  buckets,
  changesOf,
  equalTo,
  equalToAny,
  flag,
  holding,
  increaseBefore,
  maxBy,
  meanOf,
  minBy,
  minOverTime,
  ofHundred,
  perSecondOf,
  predictLinear,
  shareWithin,
  absent,
  anyOf,
  given,
  increase,
  not,
  now,
  orWhen,
  quantile,
  rate,
  ratio,
  record,
  scale,
  secondsSince,
  sumBy,
  sumOf,
  unless,
  type Vector,
} from './index.js';

/* Each marked line must fail to compile; `tsc` reports a directive that no longer hides an error. */
export function refused(): readonly unknown[] {
  const requests = rate(http.requests, '5m');
  const total = sumBy(requests);
  const busy = above(total, { value: 2, unit: 'count/s' });
  const busyByStatus = above(sumBy(requests, 'status'), { value: 2, unit: 'count/s' });
  return [
    // @ts-expect-error a counter ends in _total
    counter({ name: 'jobs', unit: 'count', help: 'Jobs.', labels: {} }),
    // @ts-expect-error the unit is the suffix
    gauge({ name: 'gpu_memory_megabytes', unit: 'bytes', help: 'Memory.', labels: {} }),
    // @ts-expect-error names are lower case
    gauge({ name: 'Queue_bytes', unit: 'bytes', help: 'Memory.', labels: {} }),
    // @ts-expect-error a histogram needs buckets
    histogram({ name: 'wait_seconds', unit: 'seconds', help: 'Waiting.', labels: {} }),
    // @ts-expect-error a gauge has no rate
    rate(queue.jobs, '5m'),
    // @ts-expect-error a counter is not read as a gauge
    now(http.requests),
    // @ts-expect-error not a label of the metric
    rate(http.requests, '5m', { stage: 'render' }),
    // @ts-expect-error not a value of the label's domain
    now(queue.jobs, { state: 'exploded' }),
    // @ts-expect-error nor inside a matcher
    now(queue.jobs, { state: not('exploded') }),
    // @ts-expect-error not a scrape job
    rate(http.requests, '5m', { job: 'applicatoin' }),
    // @ts-expect-error not a window
    rate(http.requests, '5 minutes'),
    // @ts-expect-error the vector does not carry that label
    sumBy(requests, 'queue'),
    // @ts-expect-error a sum over everything keeps no label
    sumBy(requests) satisfies Vector<'status', 'count/s'>,
    // @ts-expect-error a histogram groups by its own labels only
    quantile(http.duration, '5m', { q: 0.95, by: ['status'] }),
    // @ts-expect-error the two sides would never match
    ratio(sumBy(requests, 'status'), requests),
    // @ts-expect-error the two sides have different units
    ratio(total, sumBy(now(queue.oldestWaitingAge))),
    // @ts-expect-error a limit in another unit
    above(total, { value: 2, unit: 'seconds' }),
    // @ts-expect-error a guard has no labels of its own
    given(busy, busyByStatus),
    // @ts-expect-error absent carries other labels than the condition
    orWhen(busyByStatus, absent(queue.jobs, { state: 'active' })),
    // @ts-expect-error the mean of different units
    meanOf(total, sumBy(now(queue.oldestWaitingAge))),
    // @ts-expect-error the sum of vectors whose labels differ
    sumOf(total, sumBy(requests, 'status')),
    // @ts-expect-error the whole has labels of its own
    perSecondOf(sumBy(increase(video.failures, '5m')), now(queue.oldestWaitingAge)),
    // @ts-expect-error not a percentage
    ofHundred(now(queue.jobs)),
    // @ts-expect-error a bitmask is a count
    flag(now(queue.oldestWaitingAge), 8),
    // @ts-expect-error codes are counts
    equalToAny(now(queue.oldestWaitingAge), [1]),
    // @ts-expect-error the exception carries a label that the condition lacks
    unless(busy, busyByStatus, ['status']),
    // @ts-expect-error the two sides do not both carry that label
    unless(busyByStatus, busy, ['status']),
    // @ts-expect-error a recording is named level:metric:operations
    record('requests_per_second', total, 'Requests.'),
  ];
}

describe('the PromQL builder', () => {
  it('writes selectors, escaped, with the labels that were asked for', () => {
    expect(
      now(queue.jobs, { queue: 'render', state: anyOf('waiting', 'waiting-children') }).promql,
    ).toBe('queue_jobs{queue="render",state=~"waiting|waiting-children"}');
    expect(rate(http.requests, '11m', { endpoint: 'a"b\\c\nd' }).promql).toBe(
      String.raw`rate(http_requests_total{endpoint="a\"b\\c\nd"}[11m])`,
    );
  });

  it('escapes what is special in a regular expression', () => {
    expect(increase(http.requests, '12m', { endpoint: anyOf('/a.b', '/c+') }).promql).toBe(
      String.raw`increase(http_requests_total{endpoint=~"/a\\.b|/c\\+"}[12m])`,
    );
  });

  it('brackets operands whose precedence could change the meaning', () => {
    const share = ratio(
      sumBy(increase(video.failures, '13m')),
      sumBy(increase(video.generations, '13m')),
    );
    expect(above(share, { value: 0.2, unit: 'ratio' }).promql).toBe(
      '(sum (increase(video_generation_failures_total[13m])) / sum (increase(video_generation_total[13m]))) > 0.2',
    );
  });

  it('keeps le in a quantile and groups by nothing else than asked', () => {
    expect(
      quantile(http.duration, '5m', { q: 0.95, by: ['endpoint'], where: { job: 'application' } })
        .promql,
    ).toBe(
      'histogram_quantile(0.95, sum by (le, endpoint) (rate(http_request_duration_seconds_bucket{job="application"}[5m])))',
    );
  });

  it('asks for a whole bound in both ways that Prometheus writes it', () => {
    expect(
      shareWithin(http.duration, '5m', { bound: 2, by: [], where: { job: 'application' } }).promql,
    ).toBe(
      String.raw`sum (rate(http_request_duration_seconds_bucket{job="application",le=~"2(\\.0)?"}[5m])) / sum (rate(http_request_duration_seconds_count{job="application"}[5m]))`,
    );
    expect(() => shareWithin(http.duration, '5m', { bound: 3, by: [] })).toThrow('has no bucket 3');
  });

  it('counts the seconds since a moment, whatever the moment is made from', () => {
    const ages = maxBy(now(queue.oldestWaitingAge), 'queue');
    expect(secondsSince(ages).promql).toBe(
      'time() - max by (queue) (queue_oldest_waiting_age_seconds)',
    );
    expect(secondsSince(holding(above(ages, { value: 0, unit: 'seconds' }))).promql).toBe(
      'time() - (max by (queue) (queue_oldest_waiting_age_seconds) > 0)',
    );
  });

  it('adds up what carries the same labels, and keeps the bounds of buckets', () => {
    const jobs = sumBy(now(queue.jobs, { state: 'failed' }), 'queue');
    const retried = sumBy(now(queue.jobs, { state: 'delayed' }), 'queue');
    expect(sumOf(scale(jobs, 2), retried).promql).toBe(
      '(sum by (queue) (queue_jobs{state="failed"}) * 2) + sum by (queue) (queue_jobs{state="delayed"})',
    );
    expect(buckets(http.duration, '11m', { job: 'application' }).promql).toBe(
      'sum by (le) (rate(http_request_duration_seconds_bucket{job="application"}[11m]))',
    );
  });

  it('compares with the past, looks ahead and joins conditions', () => {
    const grown = sumBy(increase(video.failures, '1h'), 'stage');
    const before = sumBy(increaseBefore(video.failures, '1h', { ago: '7d' }), 'stage');
    expect(
      both(above(grown, { value: 11, unit: 'count' }), below(before, { value: 12, unit: 'count' }))
        .promql,
    ).toBe(
      '(sum by (stage) (increase(video_generation_failures_total[1h])) > 11) and (sum by (stage) (increase(video_generation_failures_total[1h] offset 7d)) < 12)',
    );
    expect(
      predictLinear(queue.jobs, '6h', { horizonSeconds: 13, where: { queue: 'render' } }).promql,
    ).toBe('predict_linear(queue_jobs{queue="render"}[6h], 13)');
  });

  it('tells codes, flags and exceptions', () => {
    const jobs = now(queue.jobs, { state: 'failed' });
    expect(equalToAny(jobs, [11, 13]).promql).toBe(
      'queue_jobs{state="failed"} == 11 or queue_jobs{state="failed"} == 13',
    );
    expect(equalTo(flag(jobs, 64), { value: 1, unit: 'count' }).promql).toBe(
      '(floor(queue_jobs{state="failed"} / 64) % 2) == 1',
    );
    const none = below(minBy(minOverTime(queue.jobs, '1h')), { value: 1, unit: 'count' });
    expect(unless(above(jobs, { value: 2, unit: 'count' }), none, []).promql).toBe(
      '(queue_jobs{state="failed"} > 2) unless on () (min (min_over_time(queue_jobs[1h])) < 1)',
    );
    expect(holding(none)).toEqual({ promql: none.promql, unit: 'count', isBinary: true });
  });

  it('reads a recording as it was, and its mean over weeks', () => {
    const failed = record(
      'stage:failures:1h',
      sumBy(increase(video.failures, '1h'), 'stage'),
      'Failures.',
    );
    expect(meanOf(before(failed, '7d'), before(failed, '14d')).promql).toBe(
      '(stage:failures:1h offset 7d + stage:failures:1h offset 14d) / 2',
    );
    expect(changesOf(failed, '1h').promql).toBe('changes(stage:failures:1h[1h])');
  });

  it('divides by a whole without labels', () => {
    const failed = sumBy(increase(video.failures, '1h'), 'stage');
    const spent = sumBy(now(queue.oldestWaitingAge));
    expect(perSecondOf(failed, spent)).toMatchObject({
      promql:
        'sum by (stage) (increase(video_generation_failures_total[1h])) / on () group_left () sum (queue_oldest_waiting_age_seconds)',
      unit: 'count/s',
    });
  });
});
