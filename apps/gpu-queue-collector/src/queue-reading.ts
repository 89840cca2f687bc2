import { JOB_STATES, type JobState, type QueueName } from '@aura/metrics';
import type { JobType, Queue } from 'bullmq';

/** One queue as it stood when it was read. */
export interface QueueReading {
  readonly queue: QueueName;
  readonly jobs: readonly { readonly state: JobState; readonly count: number }[];
  readonly workers: number;
  /** Since when the oldest job that could run now has been waiting; `undefined` when none waits. */
  readonly waitingSinceMs: number | undefined;
  /** When each active job began, the first `ACTIVE_JOBS_AT_MOST` of them. */
  readonly activeSinceMs: readonly number[];
  /** How often its jobs have stalled since this backend first read it. */
  readonly stalls: number;
}

/** Where the queues live: PostgreSQL or Redis. */
export interface QueueBackend {
  /** Without credentials, for people. */
  readonly address: string;
  /** Rejects with the reason when the queue cannot be read. A queue nobody has used yet reads as empty. */
  read(queue: QueueName): Promise<QueueReading>;
  close(): Promise<void>;
}

export interface BackendOptions {
  /** For connecting and for each statement or command. */
  readonly deadlineMs: number;
  /** Told when a connection breaks; the next read reports it. */
  readonly onError: (error: Error) => void;
}

/** The part of BullMQ's Queue that means the same on both backends. */
export type QueueGetters = Pick<Queue, 'getJobCounts' | 'getWorkersCount' | 'isPaused'>;

/** What each backend finds in its own way. */
export interface QueueFinders {
  readonly oldestWaitingSinceMs: () => Promise<number | undefined>;
  readonly activeSinceMs: () => Promise<readonly number[]>;
  readonly stalls: () => Promise<number>;
}

/** Reads one queue, through BullMQ's own API as far as it goes. Nothing of a paused queue could run now. */
export async function readQueue(
  queue: QueueName,
  getters: QueueGetters,
  find: QueueFinders,
): Promise<QueueReading> {
  const [counts, workers, isPaused, waitingSinceMs, activeSinceMs] = await Promise.all([
    // Both backends count `paused`, and leave those jobs out when it is not asked for by name; the type omits it.
    getters.getJobCounts(...(JOB_STATES as readonly JobType[])),
    getters.getWorkersCount(),
    getters.isPaused(),
    find.oldestWaitingSinceMs(),
    find.activeSinceMs(),
  ]);
  const stalls = await find.stalls(); // last, so that no look at the stalls outlives a read that failed
  return {
    queue,
    jobs: countsByState(counts, isPaused),
    workers,
    waitingSinceMs: isPaused ? undefined : waitingSinceMs,
    activeSinceMs,
    stalls,
  };
}

/**
 * While a queue is paused its waiting jobs are `paused`. BullMQ 6 reports them so on PostgreSQL alone: on
 * Redis they stay in the list of waiting jobs.
 */
export function countsByState(
  counts: Readonly<Record<string, number>>,
  isPaused: boolean,
): QueueReading['jobs'] {
  const countOf = (state: JobState): number => {
    const count = counts[state];
    if (count === undefined) throw new Error(`BullMQ did not count the jobs that are ${state}`);
    return count;
  };
  const moved = isPaused ? countOf('waiting') : 0;
  const correction: Partial<Record<JobState, number>> = { waiting: -moved, paused: moved };
  return JOB_STATES.map((state) => ({ state, count: countOf(state) + (correction[state] ?? 0) }));
}

/** A URL as people may see it in a log: no user, no password, no parameters. */
export function addressOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
