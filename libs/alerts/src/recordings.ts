import { DCGM_CARD, DCGM_NO_VALUE, EXTERNAL, business, http, queue } from '@aura/metrics';
import type { Thresholds } from '@aura/thresholds';
import { sloRecordings } from './slo/alerts.js';
import {
  below,
  holding,
  increase,
  maxBy,
  now,
  perSecondOf,
  quantile,
  rate,
  record,
  sumBy,
  type Recording,
} from '@aura/metrics/promql';

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

/**
 * The code of the last Xid error of each GPU, whatever series the exporter served it in: each code has its own. Of two
 * exporters that see the GPU one may have no value, which is larger than any code.
 */
export const lastXid = record(
  'gpu:dcgm_xid:last',
  maxBy(
    holding(below(now(EXTERNAL.dcgm.lastXid), { value: DCGM_NO_VALUE, unit: 'count' })),
    ...DCGM_CARD,
  ),
  'Code of the last Xid error, by GPU.',
);

/* What business took and spent: several reporters may tell of the same ledger, so the largest tale counts once. */

export const hourlyRevenue = record(
  'currency:business_revenue:increase1h',
  sumBy(maxBy(increase(business.revenue, '1h'), 'plan', 'currency'), 'currency'),
  'Money received within the last hour, by currency.',
);

export const signups = record(
  'all:business_signups:increase6h',
  maxBy(increase(business.signups, '6h')),
  'People who signed up within the last six hours.',
);

export const rendered = record(
  'all:business_rendered_seconds:increase6h',
  maxBy(increase(business.renderedSeconds, '6h')),
  'Playing time of the videos delivered within the last six hours.',
);

export const renderPrice = record(
  'currency:business_render_cost:per_rendered_second6h',
  perSecondOf(maxBy(increase(business.renderCost, '6h'), 'currency'), rendered.series),
  'What a second of delivered video cost to render within the last six hours, by currency.',
);

/** Every recording of the house, for the thresholds of one deployment. */
export function recordings(
  thresholds: Thresholds,
): readonly Pick<Recording<never, never>, 'name' | 'promql' | 'help'>[] {
  return [
    requestRate,
    requestLatency,
    waitingJobs,
    lastXid,
    hourlyRevenue,
    signups,
    rendered,
    renderPrice,
    ...sloRecordings(thresholds),
  ];
}
