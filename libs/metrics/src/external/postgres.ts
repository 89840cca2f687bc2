import { upTo } from '../metric.js';
import { externalCounter, externalGauge } from './define.js';

const DATABASE = upTo(20, 'databases of a server');
const CONNECTION_STATES = [
  'active',
  'disabled',
  'fastpath function call',
  'idle',
  'idle in transaction',
  'idle in transaction (aborted)',
] as const;

/** What postgres-exporter serves. */
export const postgres = {
  up: externalGauge({
    name: 'pg_up',
    unit: 'count',
    help: 'Whether the exporter could ask the database.',
    labels: { instance: upTo(20, 'database servers') },
  }),
  maxConnections: externalGauge({
    name: 'pg_settings_max_connections',
    unit: 'count',
    help: 'Connections that the database server takes at most.',
    labels: {},
  }),
  size: externalGauge({
    name: 'pg_database_size_bytes',
    unit: 'bytes',
    help: 'Size of a database on disk.',
    labels: { datname: DATABASE },
  }),
  commits: externalCounter({
    name: 'pg_stat_database_xact_commit',
    unit: 'count',
    help: 'Transactions of a database that were committed.',
    labels: { datname: DATABASE },
  }),
  rollbacks: externalCounter({
    name: 'pg_stat_database_xact_rollback',
    unit: 'count',
    help: 'Transactions of a database that were rolled back.',
    labels: { datname: DATABASE },
  }),
  blocksHit: externalCounter({
    name: 'pg_stat_database_blks_hit',
    unit: 'count',
    help: 'Blocks that a database found in its buffer cache.',
    labels: { datname: DATABASE },
  }),
  blocksRead: externalCounter({
    name: 'pg_stat_database_blks_read',
    unit: 'count',
    help: 'Blocks that a database had to ask the operating system for.',
    labels: { datname: DATABASE },
  }),
  deadlocks: externalCounter({
    name: 'pg_stat_database_deadlocks',
    unit: 'count',
    help: 'Deadlocks found in a database.',
    labels: { datname: DATABASE },
  }),
  longestTransaction: externalGauge({
    name: 'pg_stat_activity_max_tx_duration',
    unit: 'seconds',
    help: 'Age of the oldest transaction that is open, by what its connection is doing.',
    labels: { datname: DATABASE, state: CONNECTION_STATES },
  }),
  connections: externalGauge({
    name: 'pg_stat_activity_count',
    unit: 'count',
    help: 'Connections to the database by what they are doing.',
    labels: {
      datname: DATABASE,
      state: CONNECTION_STATES,
    },
  }),
};
