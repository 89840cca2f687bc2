import { marks } from '../fixtures/ask.js';
import { quantileOutOfRange } from './quantile-out-of-range.js';

const BUCKETS = 'sum by (le) (rate(http_request_duration_seconds_bucket[5m]))';

describe('quantile-out-of-range', () => {
  it.each([
    [`histogram_quantile(95, ${BUCKETS}) > 2`, '95 -> write 0.95'],
    [`histogram_quantile(99.9, ${BUCKETS}) > 2`, '99.9 -> write 0.999'],
    [`histogram_quantile(-0.5, ${BUCKETS}) > 2`, '-0.5 -> write a number from 0 to 1'],
    [`histogram_quantile(999, ${BUCKETS}) > 2`, '999 -> write a number from 0 to 1'],
    ['quantile(50, queue_jobs) > 11', '50 -> write 0.5'],
    ['quantile_over_time(7, queue_jobs[5m]) > 11', '7 -> write 0.07'],
    [`histogram_quantiles(${BUCKETS}, "q", 0.5, 90) > 2`, '90 -> write 0.9'],
  ])('finds what no quantile is in %j', (expr, found) => {
    expect(marks(quantileOutOfRange, expr)).toEqual([found]);
  });

  it.each([
    `histogram_quantile(0.95, ${BUCKETS}) > 2`,
    `histogram_quantile(1, ${BUCKETS}) > 2`,
    `histogram_quantile(0, ${BUCKETS}) > 2`,
    `histogram_quantile(scalar(not_ours), ${BUCKETS}) > 2`,
    `histogram_fraction(0, 95, ${BUCKETS}) < 0.9`,
    'quantile(0.5, queue_jobs) > 11',
    'quantile_over_time(0.9, queue_jobs[5m]) > 95',
    'topk(95, queue_jobs) > 11',
    'clamp_max(queue_jobs, 95) > 11',
  ])('finds nothing in %j', (expr) => {
    expect(marks(quantileOutOfRange, expr)).toEqual([]);
  });
});
