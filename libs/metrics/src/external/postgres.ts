import { upTo } from '../metric.js';
import { externalGauge } from './define.js';

/** What postgres-exporter serves. */
export const postgres = {
  up: externalGauge({
    name: 'pg_up',
    unit: 'count',
    help: 'Whether the exporter could ask the database.',
    labels: { instance: upTo(20, 'database servers') },
  }),
  connections: externalGauge({
    name: 'pg_stat_activity_count',
    unit: 'count',
    help: 'Connections to the database by what they are doing.',
    labels: {
      datname: upTo(20, 'databases of a server'),
      state: [
        'active',
        'disabled',
        'fastpath function call',
        'idle',
        'idle in transaction',
        'idle in transaction (aborted)',
      ],
    },
  }),
};
