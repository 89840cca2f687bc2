import { marks } from '../fixtures/ask.js';
import { ratioWithoutMatchingLabels } from './ratio-without-matching-labels.js';

describe('ratio-without-matching-labels', () => {
  it.each([
    ['sum by (queue) (queue_jobs) / sum(queue_workers)', '/ -> write / on () group_left ()'],
    ['sum(queue_jobs) / sum by (queue) (queue_workers)', '/ -> write / on () group_right ()'],
    ['queue_jobs / queue_workers', '/ -> write / on (queue, job, instance) group_left ()'],
    [
      'increase(video_generation_failures_total[5m]) / increase(video_generation_total[5m])',
      '/ -> aggregate both sides alike: sum by (job, instance) (…) / sum by (job, instance) (…)',
    ],
    ['queue_workers < 1 and sum(gateway_series) > 0', 'and -> write and on ()'],
    [
      'queue_jobs / ignoring (job) queue_workers',
      '/ -> write / on (queue, instance) group_left ()',
    ],
  ])('finds two sides that never meet in %j', (expr, found) => {
    expect(marks(ratioWithoutMatchingLabels, expr)).toEqual([found]);
  });

  it.each([
    'sum by (queue) (queue_jobs) / sum by (queue) (queue_workers)',
    'sum by (queue) (queue_jobs) / on () group_left () sum(queue_workers)',
    'queue_jobs / ignoring (state) group_left () queue_workers',
    'queue_jobs{state="active"} / ignoring (state) queue_workers',
    'min by (job) (up) < 1 or sum(gateway_series)',
    'queue_workers * 2',
    'not_ours / queue_workers',
  ])('finds nothing in %j', (expr) => {
    expect(marks(ratioWithoutMatchingLabels, expr)).toEqual([]);
  });
});
