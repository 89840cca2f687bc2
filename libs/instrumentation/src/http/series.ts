import { http, OVERFLOW_VALUE } from '@aura/metrics';
import { bind } from '../bind.js';
import type { CounterSeries } from '../counter.js';
import type { AnyRegistry } from '../family.js';
import type { GaugeSeries } from '../gauge.js';
import type { HistogramSeries } from '../histogram.js';

/** The `endpoint` of a request that no route matched. */
export const UNMATCHED_ENDPOINT = 'unmatched';

/** A request that is over. */
export interface Answered {
  /** As the client wrote it. */
  readonly method: string;
  /** The route's template. */
  readonly endpoint: string;
  readonly status: number;
  readonly seconds: number;
}

export interface RequestSeries {
  readonly inFlight: GaugeSeries;
  readonly record: (answered: Answered) => void;
}

/** The series of HTTP requests in a registry. Each is looked up by its labels once, and found by the route after that. */
export function requestSeries(registry: AnyRegistry): RequestSeries {
  const open = routeSeriesIn(registry);
  const inFlight = bind(registry, http.inFlight);
  inFlight.inc(0); // shown from now on, without touching what an earlier caller counts
  const routes = new Map<string, RouteSeries>();
  const routeOf = (endpoint: string): RouteSeries => {
    const found = routes.get(endpoint);
    if (found !== undefined) return found;
    if (routes.size >= ROUTES && endpoint !== OVERFLOW_VALUE) return routeOf(OVERFLOW_VALUE);
    const opened = open(endpoint);
    routes.set(endpoint, opened);
    return opened;
  };
  return {
    inFlight,
    record: ({ method, endpoint, status, seconds }) => {
      const { durationOf, requestsOf } = routeOf(endpoint);
      const known = METHODS.get(method) ?? 'other';
      requestsOf(known, status).inc();
      durationOf(known).observe(seconds);
    },
  };
}

type Method = (typeof http.requests.labels.method)[number];
const METHODS: ReadonlyMap<string, Method> = new Map(
  http.requests.labels.method.map((method) => [method, method]),
);
/** Nothing that a client sends makes the caches longer than the definition lets the series be. */
const ROUTES = http.requests.labels.endpoint.atMost;
const STATUSES = http.requests.labels.status.atMost;

interface RouteSeries {
  readonly durationOf: (method: Method) => HistogramSeries;
  readonly requestsOf: (method: Method, status: number) => CounterSeries;
}

function routeSeriesIn(registry: AnyRegistry): (endpoint: string) => RouteSeries {
  const requests = bind(registry, http.requests);
  const duration = bind(registry, http.duration);
  return (endpoint) => {
    const durations = new Map<Method, HistogramSeries>();
    const byMethod = new Map<Method, Map<number, CounterSeries>>();
    return {
      durationOf: (method) =>
        durations.get(method) ?? kept(durations, method, duration.series({ method, endpoint })),
      requestsOf: (method, status) => {
        const byStatus =
          byMethod.get(method) ?? kept(byMethod, method, new Map<number, CounterSeries>());
        const found = byStatus.get(status);
        if (found !== undefined) return found;
        const opened = requests.series({ method, endpoint, status: String(status) });
        return byStatus.size < STATUSES ? kept(byStatus, status, opened) : opened;
      },
    };
  };
}

function kept<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}
