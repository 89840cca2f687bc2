import { http } from '@aura/metrics';
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

/**
 * The series of HTTP requests in a registry. Each is looked up by its labels once, and found by the route after that;
 * what the definition folds into `other` is looked up each time, so that the overflow is counted.
 */
export function requestSeries(registry: AnyRegistry): RequestSeries {
  const requests = bind(registry, http.requests);
  const duration = bind(registry, http.duration);
  const inFlight = bind(registry, http.inFlight);
  inFlight.inc(0); // shown from now on, without touching what an earlier caller counts
  const routes = {
    map: new Map<string, Map<Method, MethodSeries>>(),
    atMost: LABELS.endpoint.atMost - 1,
  };
  const statuses = { map: new Map<number, string>(), atMost: LABELS.status.atMost - 1 };
  const open = (method: Method, endpoint: string): MethodSeries => ({
    duration: duration.series({ method, endpoint }),
    requests: new Map(),
  });
  return {
    inFlight,
    record: ({ method: written, endpoint, status, seconds }) => {
      const method = METHODS.get(written) ?? 'other';
      const route = boundedIn(routes, endpoint, () => new Map<Method, MethodSeries>());
      const text = boundedIn(statuses, status, () => String(status));
      if (route === undefined || text === undefined) {
        requests.inc({ method, endpoint, status: String(status) });
        duration.observe({ method, endpoint }, seconds);
        return;
      }
      const series = foundIn(route, method, () => open(method, endpoint));
      foundIn(series.requests, status, () =>
        requests.series({ method, endpoint, status: text }),
      ).inc();
      series.duration.observe(seconds);
    },
  };
}

const LABELS = http.requests.labels;
type Method = (typeof LABELS.method)[number];
const METHODS: ReadonlyMap<string, Method> = new Map(LABELS.method.map((one) => [one, one]));

interface MethodSeries {
  readonly duration: HistogramSeries;
  readonly requests: Map<number, CounterSeries>;
}

function foundIn<K, V>(map: Map<K, V>, key: K, open: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const opened = open();
  map.set(key, opened);
  return opened;
}

interface Bounded<K, V> {
  readonly map: Map<K, V>;
  readonly atMost: number;
}

/** Undefined for a new key once there are as many as there may be: clients choose some of the keys. */
function boundedIn<K, V>({ map, atMost }: Bounded<K, V>, key: K, open: () => V): V | undefined {
  return map.size < atMost ? foundIn(map, key, open) : map.get(key);
}
