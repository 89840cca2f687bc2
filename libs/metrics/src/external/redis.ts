import { upTo } from '../metric.js';
import { externalGauge } from './define.js';

const INSTANCE = upTo(20, 'Redis servers');

/** What redis-exporter serves. */
export const redis = {
  up: externalGauge({
    name: 'redis_up',
    unit: 'count',
    help: 'Whether the exporter could ask Redis.',
    labels: { instance: INSTANCE },
  }),
  memoryUsed: externalGauge({
    name: 'redis_memory_used_bytes',
    unit: 'bytes',
    help: 'Memory that Redis uses.',
    labels: { instance: INSTANCE },
  }),
  memoryMax: externalGauge({
    name: 'redis_memory_max_bytes',
    unit: 'bytes',
    help: 'Memory that Redis may use; 0 where no limit is set.',
    labels: { instance: INSTANCE },
  }),
};
