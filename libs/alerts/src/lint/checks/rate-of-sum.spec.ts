import { marks, recordingOf } from '../fixtures/ask.js';
import { rateOfSum } from './rate-of-sum.js';

describe('rate-of-sum', () => {
  it.each([
    ['rate(sum(http_requests_total)[5m:]) > 11', 'sum (rate(http_requests_total[5m]))'],
    [
      'increase(sum by (status) (http_requests_total{status="500"})[1h:1m]) > 11',
      'sum (increase(http_requests_total[5m]))',
    ],
    [
      'rate(max(sum by (job) (http_requests_total offset 1h))[5m:]) > 11',
      'max (rate(http_requests_total[5m]))',
    ],
    ['rate(requests:sum[5m]) > 11', 'sum (rate(http_requests_total[5m]))'],
  ])('finds the counters joined too early in %j', (expr, instead) => {
    const recording = recordingOf('requests:sum', 'sum(http_requests_total)');
    const whole = expr.slice(0, expr.indexOf(' > '));
    expect(marks(rateOfSum, expr, recording)).toEqual([
      `${whole} -> take the growth first: ${instead}`,
    ]);
  });

  it.each([
    'sum(rate(http_requests_total[5m])) > 11',
    'max_over_time(sum(rate(http_requests_total[5m]))[1h:]) > 11',
    'max_over_time(sum(http_requests_total)[1h:]) > 11',
    'deriv(sum(rate(http_requests_total[5m]))[1h:]) > 11',
    'rate(http_requests_total[5m:]) > 11',
    'rate(count(http_requests_total)[5m:]) > 11',
    'rate(sum(not_ours_total)[5m:]) > 11',
    'rate(requests:rate[5m]) > 11',
    'delta(sum(queue_jobs)[5m:]) > 11',
  ])('finds nothing in %j', (expr) => {
    const recording = recordingOf('requests:rate', 'sum(rate(http_requests_total[5m]))');
    expect(marks(rateOfSum, expr, recording)).toEqual([]);
  });
});
