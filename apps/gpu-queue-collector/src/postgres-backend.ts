import type { QueueName } from '@aura/metrics';
import {
  SchemaMigrationRequiredError,
  assertSchemaCompatibility,
  createPostgresBackend,
  withBackend,
  type PgPool,
} from 'bullmq';
import pg from 'pg';
import { z } from 'zod';
import { openOnce } from './open-once.js';
import { ACTIVE_JOBS_AT_MOST } from './overdue.js';
import { countStallsOnPostgres } from './postgres-stalls.js';
import { addressOf, readQueue, type BackendOptions, type QueueBackend } from './queue-reading.js';

const { Queue } = withBackend(createPostgresBackend);

const SCHEMA = 'bullmq';

/** Two queues are read side by side; more connections would be taken from the workers. */
const CONNECTIONS = 2;

/**
 * BullMQ's PostgreSQL backend, read through one pool of our own, whose sessions are read-only and have
 * deadlines. BullMQ migrates nothing through a pool that it was handed.
 */
export function openPostgresBackend(url: string, options: BackendOptions): QueueBackend {
  const pool = openPool(url, options);
  const stallsOf = countStallsOnPostgres(pool);
  const queueOf = openOnce(async (name) => {
    // Asked before BullMQ asks the same: each queue leaves a listener on the pool, also one that failed.
    await assertSchemaCompatibility(asBullPool(pool), SCHEMA);
    const queue = new Queue(name, { connection: asBullPool(pool), skipMetasUpdate: true });
    return queue.on('error', options.onError);
  });
  return {
    address: addressOf(url),
    read: async (name) => {
      try {
        const queue = await queueOf(name);
        return await readQueue(name, queue, {
          oldestWaitingSinceMs: () => oldestWaitingSinceMs(pool, name),
          activeSinceMs: () => activeSinceMs(pool, name),
          stalls: () => stallsOf(name),
        });
      } catch (error) {
        throw isSchemaMissing(error) ? new Error(SCHEMA_MISSING) : error;
      }
    },
    close: () => pool.end(),
  };
}

function openPool(connectionString: string, { deadlineMs, onError }: BackendOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: CONNECTIONS,
    options: `-c search_path=${SCHEMA} -c default_transaction_read_only=on`,
    application_name: 'gpu-queue-collector',
    connectionTimeoutMillis: deadlineMs,
    statement_timeout: deadlineMs,
    query_timeout: deadlineMs,
    keepAlive: true,
  });
  pool.on('error', onError);
  // BullMQ looks at its schema on a client that it takes out of the pool, and listens for no error on it.
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}

/** Any pool of pg is one that BullMQ takes; the two typings merely overload `on` in different ways. */
function asBullPool(pool: pg.Pool): PgPool {
  return pool as unknown as PgPool;
}

/** BullMQ's own words tell its users to migrate, which is not for a reader to do. */
const SCHEMA_MISSING =
  'this database has no BullMQ tables; the platform makes them when it first starts on it';
const UNDEFINED_TABLE = '42P01';

function isSchemaMissing(error: unknown): boolean {
  if (error instanceof SchemaMigrationRequiredError) return true;
  return error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE;
}

/** `waitingSinceMs` of waiting.ts for the oldest waiting job, prioritized ones among them. */
const WAITING_SINCE = `
  SELECT min(greatest(added_at_ms + coalesce((opts->>'delay')::numeric, 0), processed_at_ms)) AS since
  FROM job
  WHERE queue = $1 AND state = 'waiting'`;

const SINCE_ROWS = z.tuple([z.object({ since: z.string().transform(Number).nullable() })]);

/**
 * By SQL over BullMQ's own table, because its API cannot tell: on this backend `getWaiting(0, 0)` gives the
 * newest job (6.7.0 ignores the direction for waiting jobs), and prioritized jobs come by priority, not by age.
 */
async function oldestWaitingSinceMs(pool: pg.Pool, queue: QueueName): Promise<number | undefined> {
  const { rows } = await pool.query(WAITING_SINCE, [queue]);
  const [{ since }] = SINCE_ROWS.parse(rows);
  return since ?? undefined;
}

const ACTIVE_SINCE = `
  SELECT processed_at_ms AS since
  FROM job
  WHERE queue = $1 AND state = 'active' AND processed_at_ms IS NOT NULL
  ORDER BY processed_at_ms
  LIMIT $2`;

const ACTIVE_ROWS = z.array(z.object({ since: z.string().transform(Number) }));

/** By SQL too: BullMQ's API would fetch each job with all that it carries. */
async function activeSinceMs(pool: pg.Pool, queue: QueueName): Promise<readonly number[]> {
  const { rows } = await pool.query(ACTIVE_SINCE, [queue, ACTIVE_JOBS_AT_MOST]);
  return ACTIVE_ROWS.parse(rows).map(({ since }) => since);
}
