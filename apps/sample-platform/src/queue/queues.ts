import { createPostgresBackend, createRedisBackend, withBackend, type Processor } from 'bullmq';
import type { QueueName } from '@aura/metrics';
import { reasonOf } from '@aura/health';
import { seldom, withDeadline, type Log } from '@aura/service';

const postgres = withBackend(createPostgresBackend);
const redis = withBackend(createRedisBackend);

/** What stands in a job of either queue: `generationId` in `render`, nothing in `housekeeping`. */
export interface JobPayload {
  readonly generationId?: string;
}
export type JobProcessor = Processor<JobPayload, undefined>;
export type JobQueue =
  InstanceType<typeof postgres.Queue<JobPayload>> | InstanceType<typeof redis.Queue<JobPayload>>;
export type JobWorker =
  | InstanceType<typeof postgres.Worker<JobPayload, undefined>>
  | InstanceType<typeof redis.Worker<JobPayload, undefined>>;

const SCHEMA = 'bullmq';
const CONNECT_DEADLINE_MS = 3_000;
const STATEMENT_DEADLINE_MS = 5_000;
export const QUEUE_DEADLINE_MS = 8_000;
/** BullMQ keeps so many finished jobs; the ledger keeps the rest of the story. */
const KEPT_JOBS = { removeOnComplete: { count: 200 }, removeOnFail: { count: 200 } } as const;
/** A worker that died lets go of its job after so long; a render that lives renews its hold. */
const LOCK_MS = 30_000;
const STALLED_CHECK_MS = 15_000;
const STALLS_FORGIVEN = 3;

/** The BullMQ server behind `QUEUE_URL`: PostgreSQL, or Redis when the URL says so. */
export class QueueServer {
  readonly #url: string;
  readonly #log: Log;

  constructor(url: string, log: Log) {
    this.#url = url;
    this.#log = log;
  }

  /** A queue that answers. On PostgreSQL the first one brings BullMQ's schema up to date. */
  async queue(name: QueueName): Promise<JobQueue> {
    const queue = this.#isRedis
      ? new redis.Queue<JobPayload>(name, {
          connection: this.#redisOptions,
          defaultJobOptions: KEPT_JOBS,
        })
      : new postgres.Queue<JobPayload>(name, {
          connection: this.#poolOptions({ max: 2, migrate: true }),
          defaultJobOptions: KEPT_JOBS,
        });
    const said = seldom();
    queue.on('error', (error) => {
      const reason = reasonOf(error);
      const through = said(reason);
      if (through === undefined) return;
      this.#log.warn({ queue: name, reason, ...through }, 'queue connection failed');
    });
    try {
      await withDeadline(
        QUEUE_DEADLINE_MS,
        () => queue.waitUntilReady(),
        `connecting to queue ${name}`,
      );
      return queue;
    } catch (error) {
      await queue.close();
      throw error;
    }
  }

  /** A worker that does nothing until it is told to run. */
  worker(name: QueueName, processor: JobProcessor, concurrency: number): JobWorker {
    const options = {
      autorun: false,
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: STALLS_FORGIVEN,
    };
    return this.#isRedis
      ? new redis.Worker<JobPayload, undefined>(name, processor, {
          ...options,
          connection: { ...this.#redisOptions, maxRetriesPerRequest: null },
        })
      : new postgres.Worker<JobPayload, undefined>(name, processor, {
          ...options,
          connection: this.#poolOptions({ max: 2, migrate: false }),
        });
  }

  get #isRedis(): boolean {
    return /^rediss?:/.test(this.#url);
  }

  get #redisOptions(): { url: string; connectTimeout: number } {
    return { url: this.#url, connectTimeout: CONNECT_DEADLINE_MS };
  }

  #poolOptions({ max, migrate }: { readonly max: number; readonly migrate: boolean }) {
    return {
      connectionString: this.#url,
      schema: SCHEMA,
      max,
      migrate,
      connectionTimeoutMillis: CONNECT_DEADLINE_MS,
      query_timeout: STATEMENT_DEADLINE_MS,
    };
  }
}
