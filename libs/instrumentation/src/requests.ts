import { http } from '@aura/metrics';
import { bind } from './bind.js';
import { statusOf } from './failure.js';
import type { AnyRegistry } from './family.js';
import { track, type Span } from './track.js';

export interface TrackedRequest {
  /** The name of what is asked for; never a raw path or an id. */
  readonly endpoint: string;
}

/** Handles of what is counted about requests. */
export type RequestInstruments = ReturnType<typeof requestInstruments>;

export function requestInstruments(registry: AnyRegistry) {
  const inFlight = bind(registry, http.inFlight);
  inFlight.inc(0); // shown from now on, without touching what an earlier caller counts
  return {
    inFlight,
    requests: bind(registry, http.requests),
    duration: bind(registry, http.duration),
  };
}

/**
 * Counts and times one request that no server hook sees: a message handler, a remote call. Its method is
 * `other`, its status 200 or the one its error carries, else 500. What `httpMetrics` already counts would
 * count twice.
 */
export function trackRequest<R>(
  instruments: RequestInstruments,
  request: TrackedRequest,
  work: () => R,
): R {
  return track(() => beginRequest(instruments, request), work);
}

export function beginRequest(
  { inFlight, requests, duration }: RequestInstruments,
  { endpoint }: TrackedRequest,
): Span {
  const labels = { method: 'other', endpoint } as const;
  const startedAt = performance.now();
  inFlight.inc();
  const answered = (status: number): void => {
    inFlight.dec();
    requests.inc({ ...labels, status: String(status) });
    duration.observe(labels, (performance.now() - startedAt) / 1000);
  };
  return {
    end: () => {
      answered(200);
    },
    fail: (error) => {
      answered(statusOf(error));
    },
    discard: () => {
      inFlight.dec();
    },
  };
}
