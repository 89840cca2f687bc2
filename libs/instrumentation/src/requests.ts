import { http } from '@aura/metrics';
import { bind } from './bind.js';
import type { CounterSeries } from './counter.js';
import { statusOf } from './failure.js';
import type { AnyRegistry } from './family.js';
import type { GaugeSeries } from './gauge.js';
import type { HistogramSeries } from './histogram.js';
import type { Labels } from './labels.js';
import { track } from './track.js';
import type { Meter, Watch } from './tracked-call.js';
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
  const meter: Meter = new RequestMeter(handles);
  return { ...handles, meter };
}

/**
 * Counts and times one request that no server hook sees: a message handler, a remote call. Its method is
 * `other`, its status 200 or the one its error carries, else 500. What `fastifyMetrics` already counts would
 * count twice.
 */
export function trackRequest<R>(
  instruments: RequestInstruments,
  { endpoint }: TrackedRequest,
  work: () => R,
): R {
  const { meter } = instruments;
  return track(() => meter.at({ endpoint }).begin(), work, meter);
}

export const REQUEST = {
  meter: (registry: AnyRegistry): Meter => new RequestMeter(requestHandles(registry)),
  binds: [http.requests.name, http.duration.name, http.inFlight.name],
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

class RequestMeter implements Meter {
  constructor(private readonly handles: RequestHandles) {}

  at({ endpoint = '' }: Labels): Watch {
    return new RequestWatch(this.handles, endpoint);
  }
}

/** The status is known only at the end; that of a success is looked for once. */
class RequestWatch implements Watch {
  readonly inFlight: GaugeSeries;
  #succeeded: CounterSeries | undefined;
  #duration: HistogramSeries | undefined;

  constructor(
    private readonly handles: RequestHandles,
    private readonly endpoint: string,
  ) {
    this.inFlight = handles.inFlight;
  }

  begin(): Span {
    return new RequestSpan(this);
  }

  count(status: number): void {
    if (status !== 200) this.#requests(status).inc();
    else (this.#succeeded ??= this.#requests(status)).inc();
  }

  time(seconds: number): void {
    const labels = { method: 'other', endpoint: this.endpoint } as const;
    this.#duration ??= this.handles.duration.series(labels);
    this.#duration.observe(seconds);
  }

  #requests(status: number): CounterSeries {
    const labels = { method: 'other', endpoint: this.endpoint, status: String(status) } as const;
    return this.handles.requests.series(labels);
  }
}

class RequestSpan implements Span {
  readonly #watch: RequestWatch;
  readonly #startedAt = performance.now();

  constructor(watch: RequestWatch) {
    this.#watch = watch;
    watch.inFlight.inc();
  }

  end(): void {
    this.#answered(200);
  }

  fail(error: unknown): void {
    this.#answered(statusOf(error));
  }

  discard(): void {
    this.#watch.inFlight.dec();
  }

  #answered(status: number): void {
    this.discard();
    this.#watch.count(status);
    this.#watch.time((performance.now() - this.#startedAt) / 1000);
  }
}
