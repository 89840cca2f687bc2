import { marks } from '../fixtures/ask.js';
import { rangeTooShort } from './range-too-short.js';

describe('range-too-short', () => {
  it.each([
    ['rate(http_requests_total[59s])', ['59s -> write [1m] or more']],
    ['rate(http_requests_total[1m])', []],
    ['rate(http_requests_total{job="application"}[19s])', ['19s -> write [20s] or more']],
    ['rate(http_requests_total{job="application"}[20s])', []],
    ['max_over_time(up{job="prometheus"}[1m30s])', ['1m30s -> write [2m] or more']],
    ['rate(http_requests_total{job!="application"}[20s])', ['20s -> write [1m] or more']],
    ['max_over_time(sum(up)[30s:5s])', []],
    ['rate(http_requests_total[2 * 5m])', []],
  ])('judges %j by the interval of its job', (expr, found) => {
    expect(marks(rangeTooShort, expr)).toEqual(found);
  });
});
