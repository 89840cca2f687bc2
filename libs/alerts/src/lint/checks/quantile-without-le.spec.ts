import { marks } from '../fixtures/ask.js';
import { quantileWithoutLe } from './quantile-without-le.js';

const BUCKETS = 'rate(http_request_duration_seconds_bucket[5m])';

describe('quantile-without-le', () => {
  it.each([
    [
      `histogram_quantile(0.9, sum by (endpoint) (${BUCKETS}))`,
      `sum by (endpoint) (${BUCKETS}) -> keep le: sum by (le, endpoint) (rate(…))`,
    ],
    [
      `histogram_quantile(0.9, sum(${BUCKETS}))`,
      `sum(${BUCKETS}) -> keep le: sum by (le) (rate(…))`,
    ],
    [
      `histogram_quantile(0.9, sum(rate(not_ours_bucket[5m])))`,
      `sum(rate(not_ours_bucket[5m])) -> keep le: sum by (le) (rate(…))`,
    ],
    [
      'histogram_quantile(0.9, rate(video_quality_score_sum[5m]))',
      'video_quality_score_sum -> write video_quality_score_bucket',
    ],
    [
      'histogram_quantile(0.9, queue_jobs)',
      'queue_jobs -> use quantile(…) over series, or quantile_over_time(…) over time; queue_jobs is no histogram',
    ],
  ])('finds what cannot be read as a distribution in %j', (expr, found) => {
    expect(marks(quantileWithoutLe, expr)).toEqual([found]);
  });

  it.each([
    `histogram_quantile(0.9, ${BUCKETS})`,
    `histogram_quantile(0.9, sum by (le, endpoint) (${BUCKETS}))`,
    `histogram_quantile(0.9, sum without (endpoint) (${BUCKETS}))`,
    'histogram_quantile(0.9, sum(rate(native_histogram[5m])))',
  ])('finds nothing in %j', (expr) => {
    expect(marks(quantileWithoutLe, expr)).toEqual([]);
  });
});
