import { marks } from '../fixtures/ask.js';
import { manyToMany } from './many-to-many.js';

const WORKERS = 'max by (queue) (queue_workers)';

describe('many-to-many', () => {
  it.each([
    ['queue_jobs * on (queue) queue_jobs > 1', '* -> write * on (queue, state)'],
    ['queue_jobs / ignoring (state) queue_jobs > 1', '/ -> do not ignore state'],
    [`queue_jobs / on (queue) ${WORKERS} > 11`, '/ -> write / on (queue) group_left ()'],
    [`${WORKERS} < on (queue) queue_jobs`, '< -> write < on (queue) group_right ()'],
    [
      'queue_jobs{state=~"waiting|active"} - on (queue) queue_workers > 1',
      '- -> write - on (queue) group_left ()',
    ],
    [
      'queue_workers / on (queue) group_left () sum by (queue, state) (queue_jobs) > 1',
      '/ -> make one series of them on the right: max by (queue) (…)',
    ],
    [
      'queue_jobs{state!="failed"} * ignoring (state) group_right () queue_workers > 1',
      '* -> make one series of them on the left: max without (state) (…)',
    ],
  ])('finds the match that cannot be made in %j', (expr, found) => {
    expect(marks(manyToMany, expr)).toEqual([found]);
  });

  it.each([
    'queue_jobs * on (queue, state, job, instance) queue_jobs > 1',
    'queue_jobs * queue_jobs > 1',
    'queue_jobs{state="waiting"} / on (queue) queue_workers > 1',
    'queue_jobs{state="waiting"} / ignoring (state) queue_jobs{state="active"} > 1',
    `queue_jobs / on (queue) group_left () ${WORKERS} > 11`,
    `${WORKERS} * on (queue) group_right () queue_jobs > 11`,
    'sum by (queue) (queue_jobs) / on (queue) queue_workers > 1',
    'topk(1, queue_jobs) / on (queue) topk(1, queue_jobs) > 1',
    '(queue_jobs == 1) / on (queue) queue_workers > 1',
    'queue_jobs and on (queue) queue_jobs > 1',
    'queue_jobs unless on (queue) queue_jobs > 1',
    'not_ours / on (queue) not_ours_either > 1',
    'http_requests_total / on (method) http_requests_total{method="GET"} > 1',
    'up / on (job) not_ours > 1',
  ])('finds nothing in %j', (expr) => {
    expect(marks(manyToMany, expr)).toEqual([]);
  });
});
