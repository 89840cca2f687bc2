import { http } from '@aura/metrics';
import { bind } from './bind.js';
import type { CounterSeries } from './counter.js';
import { statusOf } from './failure.js';
import type { AnyRegistry } from './family.js';
import type { HistogramSeries } from './histogram.js';
import type { Labels } from './labels.js';
import { track } from './track.js';
import type { Meter } from './tracked-call.js';
import type { Span } from './tracked-life.js';

export interface TrackedRequest {
  /** The name of what is asked for; never a raw path or an id. */
  readonly endpoint: string;
}

/** Handles of what is counted about requests. */
export type RequestInstruments = ReturnType<typeof requestInstruments>;

export function requestInstruments(registry: AnyRegistry) {
  const handles = requestHandles(registry);
  /** What `trackRequest` counts with. */
  const meter: Meter = new RequestMeter(handles, undefined);
  return { ...handles, meter };
}

/**
 * Counts and times one request that no server hook sees: a message handler, a remote call. Its method is
 * `other`, its status 200 or the one its error carries, else 500. What `httpMetrics` already counts would
 * count twice.
 */
export function trackRequest<R>(
  instruments: RequestInstruments,
  { endpoint }: TrackedRequest,
  work: () => R,
): R {
  return track(() => instruments.meter.begin({ endpoint }), work);
}

export const REQUEST = {
  meter: (registry: AnyRegistry, { endpoint }: Labels): Meter =>
    new RequestMeter(requestHandles(registry), endpoint),
  probe: http.requests.name,
};

type RequestHandles = ReturnType<typeof requestHandles>;

function requestHandles(registry: AnyRegistry) {
  const inFlight = bind(registry, http.inFlight);
  inFlight.inc(0); // shown from now on, without touching what an earlier caller counts
  return {
    inFlight,
    requests: bind(registry, http.requests),
    duration: bind(registry, http.duration),
  };
}

/** The series that every answered request of one endpoint counts in. */
interface Answered {
  readonly requests: CounterSeries;
  readonly duration: HistogramSeries;
}

class RequestMeter implements Meter {
  readonly #answered: Answered | undefined;

  constructor(
    readonly handles: RequestHandles,
    endpoint: string | undefined,
  ) {
    this.#answered = endpoint === undefined ? undefined : this.#find(endpoint);
  }

  begin({ endpoint = '' }: Labels): Span {
    return new RequestSpan(this, endpoint);
  }

  answered(endpoint: string): Answered {
    return this.#answered ?? this.#find(endpoint);
  }

  #find(endpoint: string): Answered {
    const { requests, duration } = this.handles;
    return {
      requests: requests.series({ method: 'other', endpoint, status: '200' }),
      duration: duration.series({ method: 'other', endpoint }),
    };
  }
}

class RequestSpan implements Span {
  readonly #meter: RequestMeter;
  readonly #endpoint: string;
  readonly #startedAt = performance.now();

  constructor(meter: RequestMeter, endpoint: string) {
    this.#meter = meter;
    this.#endpoint = endpoint;
    meter.handles.inFlight.inc();
  }

  end(): void {
    const { requests, duration } = this.#meter.answered(this.#endpoint);
    this.discard();
    requests.inc();
    duration.observe((performance.now() - this.#startedAt) / 1000);
  }

  fail(error: unknown): void {
    const { requests, duration } = this.#meter.handles;
    const labels = { method: 'other', endpoint: this.#endpoint } as const;
    this.discard();
    requests.inc({ ...labels, status: String(statusOf(error)) });
    duration.observe(labels, (performance.now() - this.#startedAt) / 1000);
  }

  discard(): void {
    this.#meter.handles.inFlight.dec();
  }
}
