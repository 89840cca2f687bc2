import { EXTERNAL, http, queue } from '@aura/metrics';
import type { Thresholds } from '@aura/thresholds';
import { sloRecordings } from './slo/alerts.js';
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

/** The code of the last Xid error of each GPU, whatever series the exporter served it in: each code has its own. */
export const lastXid = record(
  'gpu:dcgm_xid:last',
  maxBy(now(EXTERNAL.dcgm.lastXid), 'UUID', 'gpu', 'modelName'),
  'Code of the last Xid error, by GPU.',
);

/** Every recording of the house, for the thresholds of one deployment. */
export function recordings(
  thresholds: Thresholds,
): readonly Pick<Recording<never, never>, 'name' | 'promql' | 'help'>[] {
  return [requestRate, requestLatency, waitingJobs, lastXid, ...sloRecordings(thresholds)];
}
