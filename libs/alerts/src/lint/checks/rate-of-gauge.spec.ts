import { marks, recordingOf } from '../fixtures/ask.js';
import { rateOfGauge } from './rate-of-gauge.js';

describe('rate-of-gauge', () => {
  it.each([
    ['sum(rate(queue_jobs{queue="render"}[5m])) > 1', 'rate -> write deriv(…) in place of rate(…)'],
    ['increase(queue_jobs[5m] offset 1h)', 'increase -> write delta(…) in place of increase(…)'],
    ['irate(up[5m])', 'irate -> write deriv(…) in place of irate(…)'],
    ['delta(http_requests_total[5m])', 'delta -> write increase(…) in place of delta(…)'],
    ['deriv(video_quality_score_sum[5m])', 'deriv -> write rate(…) in place of deriv(…)'],
  ])('finds the wrong function in %j', (expr, found) => {
    expect(marks(rateOfGauge, expr)).toEqual([found]);
  });

  it.each([
    'rate(http_requests_total[5m])',
    'increase(video_quality_score_count[5m])',
    'deriv(queue_jobs[5m])',
    'rate(not_ours[5m])',
    'max_over_time(http_requests_total[5m])',
    'rate(sum(queue_jobs)[1h:5m])',
  ])('finds nothing in %j', (expr) => {
    expect(marks(rateOfGauge, expr)).toEqual([]);
  });

  it('knows a recorded rate for a gauge, and leaves a recorded counter alone', () => {
    const rate = recordingOf('a:requests:rate5m', 'sum(rate(http_requests_total[5m]))');
    const total = recordingOf('a:requests:sum', 'sum(http_requests_total)');
    expect(marks(rateOfGauge, 'rate(a:requests:rate5m[5m])', rate)).toEqual([
      'rate -> write deriv(…) in place of rate(…)',
    ]);
    expect(marks(rateOfGauge, 'rate(a:requests:sum[5m])', total)).toEqual([]);
  });
});
