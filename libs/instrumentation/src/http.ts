import type { ServerResponse } from 'node:http';
import { http } from '@aura/metrics';
import { bind } from './bind.js';
import type { AnyRegistry } from './family.js';

/** What is asked of a Fastify instance; every FastifyInstance has it, whatever its logger or server. */
export interface HookedServer {
  addHook(
    name: 'onRequest',
    hook: (request: RoutedRequest, reply: RawReply, done: () => void) => void,
  ): unknown;
}

interface RoutedRequest {
  readonly method: string;
  readonly routeOptions: { readonly url?: string | undefined };
}

interface RawReply {
  readonly raw: ServerResponse;
}

/** The `endpoint` of a request that no route matched. */
export const UNMATCHED_ENDPOINT = 'unmatched';
/** The `status` of a request whose client went away before the answer was out; nginx' number for it. */
export const CLIENT_CLOSED_REQUEST = '499';

/**
 * Counts and times every request of a Fastify server: `http_requests_total`,
 * `http_request_duration_seconds`, `http_requests_in_flight`.
 *
 * The endpoint is the route's template, never the path; the status is the one finally sent, also when an
 * error handler chose it or a handler hijacked the reply. Call it before the server listens.
 */
export function httpMetrics(server: HookedServer, registry: AnyRegistry): void {
  const requests = bind(registry, http.requests);
  const duration = bind(registry, http.duration);
  const inFlight = bind(registry, http.inFlight);
  inFlight.inc(0); // shown from now on, without touching what an earlier caller counts
  server.addHook('onRequest', (request, { raw }, done) => {
    const startedAt = performance.now();
    inFlight.inc();
    let isSent = false;
    raw.once('finish', () => {
      isSent = true;
    });
    // 'close' comes exactly once, after the answer or instead of it; Fastify's onResponse can miss aborts.
    raw.once('close', () => {
      inFlight.dec();
      const method = knownMethod(request.method);
      const endpoint = request.routeOptions.url ?? UNMATCHED_ENDPOINT;
      const status = isSent ? String(raw.statusCode) : CLIENT_CLOSED_REQUEST;
      requests.inc({ method, endpoint, status });
      duration.observe({ method, endpoint }, (performance.now() - startedAt) / 1000);
    });
    done();
  });
}

type Method = (typeof http.requests.labels.method)[number];
const METHODS: readonly Method[] = http.requests.labels.method;

function knownMethod(method: string): Method {
  return METHODS.find((known) => known === method) ?? 'other';
}
