import { collectDefaultMetrics } from 'prom-client';
import type { AnyRegistry } from '../family.js';

/**
 * Gauges whose names end in `_total`, which belongs to counters: promtool refuses them. What they say is in
 * the gauges of the same name without it, which count by kind.
 */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** prom-client throws when the same registry is asked twice, as two applications in one process do. */
export function collectProcessMetricsOnce(registry: AnyRegistry): void {
  if (registry.getSingleMetric('process_start_time_seconds') !== undefined) return;
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
}
