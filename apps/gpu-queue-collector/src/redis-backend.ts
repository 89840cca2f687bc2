import { once } from 'node:events';
import { Queue, type Job } from 'bullmq';
import { Redis } from 'ioredis';
import { openOnce } from './open-once.js';
import { ACTIVE_JOBS_AT_MOST } from './overdue.js';
import { addressOf, readQueue, type BackendOptions, type QueueBackend } from './queue-reading.js';
import { countStallsOnRedis } from './redis-stalls.js';
import { waitingSinceMs } from './waiting.js';

const RECONNECT_MS = { step: 200, most: 2000 };

/** BullMQ's Redis backend, read through one connection for all queues. */
export function openRedisBackend(
  url: string,
  { deadlineMs, onError }: BackendOptions,
): QueueBackend {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    commandTimeout: deadlineMs,
    connectTimeout: deadlineMs,
    connectionName: 'gpu-queue-collector',
    retryStrategy: (attempt) => Math.min(attempt * RECONNECT_MS.step, RECONNECT_MS.most),
  });
  redis.on('error', onError);
  const stallsOf = countStallsOnRedis(redis);
  const queueOf = openOnce(async (name) =>
    Promise.resolve(
      new Queue(name, { connection: redis, skipMetasUpdate: true }).on('error', onError),
    ),
  );
  return {
    address: addressOf(url),
    read: async (name) => {
      // A command given now would wait for the connection; a read is to fail with the reason instead.
      if (redis.status !== 'ready') {
        await once(redis, 'ready', { signal: AbortSignal.timeout(deadlineMs) });
      }
      const queue = await queueOf(name);
      return readQueue(name, queue, {
        oldestWaitingSinceMs: () => oldestWaitingSinceMs(queue),
        activeSinceMs: () => activeSinceMs(queue),
        stalls: () => stallsOf(name, queue),
      });
    },
    close: () => {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}

/**
 * Redis keeps waiting jobs in a list, taken from its tail, and prioritized ones in order of priority. The
 * oldest is at an end of the list unless jobs are added both `lifo` and not, and first within its priority.
 */
async function oldestWaitingSinceMs(queue: Queue): Promise<number | undefined> {
  const candidates = await Promise.all([
    queue.getJobs(['waiting'], 0, 0, true),
    queue.getJobs(['waiting'], 0, 0, false),
    oldestOfEachPriority(queue),
  ]);
  const since = candidates.flat().map((job) =>
    waitingSinceMs({
      timestamp: job.timestamp,
      delayMs: job.opts.delay ?? 0,
      processedOn: job.processedOn,
    }),
  );
  return since.length === 0 ? undefined : Math.min(...since);
}

/** Each step is a round trip. Plans and urgencies are a handful; past this many the lowest are not looked at. */
const PRIORITIES_AT_MOST = 16;

async function oldestOfEachPriority(queue: Queue): Promise<Job[]> {
  const found: Job[] = [];
  let passed = 0;
  while (found.length < PRIORITIES_AT_MOST) {
    const [oldest] = await queue.getJobs(['prioritized'], passed, passed, true);
    if (oldest === undefined) break;
    found.push(oldest);
    const counts = await queue.getCountsPerPriority([oldest.priority]);
    passed += Math.max(1, counts[String(oldest.priority)] ?? 0);
  }
  return found;
}

/** The oldest come first, so that those beyond the limit are the last to be overdue. */
async function activeSinceMs(queue: Queue): Promise<readonly number[]> {
  const jobs = await queue.getJobs(['active'], 0, ACTIVE_JOBS_AT_MOST - 1, true);
  return jobs.flatMap(({ processedOn }) => processedOn ?? []);
}
