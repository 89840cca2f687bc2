import { upTo } from '../metric.js';
import { externalCounter, externalGauge } from './define.js';

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
  clients: externalGauge({
    name: 'redis_connected_clients',
    unit: 'count',
    help: 'Clients connected to Redis.',
    labels: { instance: INSTANCE },
  }),
  commands: externalCounter({
    name: 'redis_commands_processed_total',
    unit: 'count',
    help: 'Commands that Redis has worked through.',
    labels: { instance: INSTANCE },
  }),
  evicted: externalCounter({
    name: 'redis_evicted_keys_total',
    unit: 'count',
    help: 'Keys that Redis threw away because its memory was full.',
    labels: { instance: INSTANCE },
  }),
  memoryMax: externalGauge({
    name: 'redis_memory_max_bytes',
    unit: 'bytes',
    help: 'Memory that Redis may use; 0 where no limit is set.',
    labels: { instance: INSTANCE },
  }),
};
