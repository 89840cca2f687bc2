import { http, queue } from '@aura/metrics';
import { maxBy, now, quantile, rate, record, sumBy, type Recording } from '@aura/metrics/promql';

/** Requests a second to the application, by the status sent. */
export const requestRate = record(
  'application:http_requests:rate5m',
  sumBy(rate(http.requests, '5m', { job: 'application' }), 'status'),
  'Requests per second to the application by status.',
);

/** The slowest twentieth of the application's requests, by route. */
export const requestLatency = record(
  'application:http_request_duration_seconds:p95_5m',
  quantile(http.duration, '5m', { q: 0.95, by: ['endpoint'], where: { job: 'application' } }),
  '95th percentile of request duration by route.',
);

/** Jobs of a queue that could run now; two collectors may report the same queue. */
export const waitingJobs = record(
  'queue:queue_jobs:waiting',
  maxBy(now(queue.jobs, { state: 'waiting' }), 'queue'),
  'Jobs waiting to be picked up, by queue.',
);

export const RECORDINGS: readonly Pick<Recording<never, never>, 'name' | 'promql' | 'help'>[] = [
  requestRate,
  requestLatency,
  waitingJobs,
];
