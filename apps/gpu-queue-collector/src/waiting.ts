/** What is known of a job that waits. BullMQ keeps no moment at which a job began to wait. */
export interface WaitingJob {
  /** When it was added, in milliseconds since the epoch, by the clock of whoever added it. */
  readonly timestamp: number;
  /** The delay it was added with: until then it could not run. */
  readonly delayMs: number;
  /** When its last attempt began; a retry waits since some moment after that. */
  readonly processedOn: number | undefined;
}

/**
 * The moment since which a job has been waiting: when it was added, or when its own delay ran out, or when
 * its last attempt began. `WAITING_SINCE` of the PostgreSQL backend says the same in SQL.
 */
export function waitingSinceMs({ timestamp, delayMs, processedOn }: WaitingJob): number {
  return Math.max(timestamp + delayMs, processedOn ?? 0);
}

/** 0 when nothing waits, and when the clock that stamped the job runs ahead of ours. */
export function waitingAgeSeconds(sinceMs: number | undefined, nowMs: number): number {
  return sinceMs === undefined ? 0 : Math.max(0, nowMs - sinceMs) / 1000;
}
