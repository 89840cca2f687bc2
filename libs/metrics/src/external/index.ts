import type { Metric } from '../metric.js';
import { alertmanager } from './alertmanager.js';
import { cadvisor } from './cadvisor.js';
import { dcgm } from './dcgm.js';
import { evaluated } from './evaluated.js';
import { node } from './node.js';
import { postgres } from './postgres.js';
import { prometheus } from './prometheus.js';
import { pushed } from './pushed.js';
import { redis } from './redis.js';
import { target } from './target.js';

/** Metrics of others that this house queries, by the scrape job that serves them. */
export const EXTERNAL = {
  prometheus,
  alertmanager,
  node,
  postgres,
  redis,
  dcgm,
  cadvisor,
  pushed,
  target,
  evaluated,
} as const;

export const EXTERNAL_METRICS: readonly Metric[] = Object.values<Readonly<Record<string, Metric>>>(
  EXTERNAL,
).flatMap((group) => Object.values(group));
