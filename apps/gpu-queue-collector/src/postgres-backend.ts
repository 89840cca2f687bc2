import type { QueueName } from '@aura/metrics';
import { createPostgresBackend, withBackend, type PgPool } from 'bullmq';
import pg from 'pg';
import { z } from 'zod';
import { addressOf, readQueue, type QueueBackend } from './queue-reading.js';

const { Queue } = withBackend(createPostgresBackend);
type PostgresQueue = InstanceType<typeof Queue>;

/** Two queues are read side by side; more connections would be taken from the workers. */
const CONNECTIONS = 2;

/**
 * BullMQ's PostgreSQL backend, read through one pool of our own: sessions are read-only by themselves, have
 * deadlines, and nothing is migrated (BullMQ never migrates through a pool that it was handed).
 */
export function openPostgresBackend(
  connectionString: string,
  { deadlineMs, onError }: { readonly deadlineMs: number; readonly onError: (error: Error) => void },
): QueueBackend {
  const pool = new pg.Pool({
    connectionString,
    max: CONNECTIONS,
    options: '-c search_path=bullmq -c default_transaction_read_only=on',
    application_name: 'gpu-queue-collector',
    connectionTimeoutMillis: deadlineMs,
    statement_timeout: deadlineMs,
    query_timeout: deadlineMs,
    keepAlive: true,
  });
  pool.on('error', onError);
  // BullMQ checks its schema on a client that it takes out of the pool, and nobody listens to that one.
  pool.on('connect', (client) => client.on('error', onError));
  const queues = new QueuesByName(pool, onError);
  return {
    address: addressOf(connectionString),
    read: async (queue) => {
      try {
        return await readQueue(queue, queues.get(queue), () => oldestWaitingSinceMs(pool, queue));
      } catch (error) {
        queues.drop(queue);
        throw error;
      }
    },
    close: () => pool.end(),
  };
}

/**
 * A queue of BullMQ remembers for good that its first look at the schema failed, so one that failed is
 * replaced; on a shared pool it holds no connection of its own.
 */
class QueuesByName {
  private readonly queues = new Map<QueueName, PostgresQueue>();

  constructor(
    private readonly pool: pg.Pool,
    private readonly onError: (error: Error) => void,
  ) {}

  get(name: QueueName): PostgresQueue {
    const known = this.queues.get(name);
    if (known !== undefined) return known;
    // Any pool of pg is one that BullMQ takes; the two typings merely overload `on` in different ways.
    const connection = this.pool as unknown as PgPool;
    const queue = new Queue(name, { connection, skipMetasUpdate: true });
    queue.on('error', this.onError);
    this.queues.set(name, queue);
    return queue;
  }

  drop(name: QueueName): void {
    this.queues.delete(name);
  }
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
