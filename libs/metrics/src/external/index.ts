import type { Metric } from '../metric.js';
import { node } from './node.js';
import { postgres } from './postgres.js';
import { prometheus } from './prometheus.js';

/** Metrics of others that this house queries, by the scrape job that serves them. */
export const EXTERNAL = { prometheus, node, postgres } as const;

export const EXTERNAL_METRICS: readonly Metric[] = Object.values<Readonly<Record<string, Metric>>>(
  EXTERNAL,
).flatMap((group) => Object.values(group));
