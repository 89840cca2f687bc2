export interface Backoff {
  /** How often one batch is sent before it is given up. */
  readonly attempts: number;
  /** The most that is waited after the first failure; doubled with each further one. */
  readonly baseMs: number;
  /** The most that is waited after any failure. */
  readonly maxMs: number;
  /** The most of a gateway's own `Retry-After` that is obeyed. */
  readonly maxRetryAfterMs: number;
}

export interface Failure {
  /** Failures in a row, this one included. */
  readonly failures: number;
  /** The gateway's `Retry-After`, as it was sent. */
  readonly retryAfter: string | undefined;
  readonly nowMs: number;
  /** At least 0, below 1. */
  readonly random: number;
}

/**
 * How long to wait before the next attempt: exponential backoff with full jitter, so that the workers of a
 * gateway that went down do not come back as one (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 * What the gateway asks for comes first, and the jitter on top of it.
 */
export function pauseMs(
  backoff: Backoff,
  { failures, retryAfter, nowMs, random }: Failure,
): number {
  const ceilingMs = Math.min(backoff.maxMs, backoff.baseMs * 2 ** (failures - 1));
  const askedMs = Math.min(backoff.maxRetryAfterMs, retryAfterMs(retryAfter, nowMs) ?? 0);
  return askedMs + random * ceilingMs;
}

/** RFC 9110, 10.2.3: seconds, or a date. Undefined for anything else. */
export function retryAfterMs(retryAfter: string | undefined, nowMs: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
