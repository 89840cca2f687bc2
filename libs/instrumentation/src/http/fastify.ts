import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnyRegistry } from '../family.js';
import { isCatchAll } from './path.js';
import { requestWatch } from './visit.js';

/** What is asked of a Fastify instance; every FastifyInstance has it, whatever its logger. */
export interface HookedServer {
  readonly server: {
    prependListener(
      name: 'request',
      listener: (request: IncomingMessage, response: ServerResponse) => void,
    ): unknown;
  };
  addHook(
    name: 'onRequest',
    hook: (request: RoutedRequest, reply: RawReply, done: () => void) => void,
  ): unknown;
}

interface RoutedRequest {
  readonly raw: IncomingMessage;
  readonly routeOptions: { readonly url?: string | undefined };
}

interface RawReply {
  readonly raw: ServerResponse;
}

/**
 * Counts and times every request of a Fastify server: `http_requests_total`,
 * `http_request_duration_seconds`, `http_requests_in_flight`.
 *
 * The endpoint is the route's template, never the path; the status is the one finally sent, also when an
 * error handler chose it or a handler hijacked the reply. Call it before the server listens.
 */
export function fastifyMetrics(server: HookedServer, registry: AnyRegistry): void {
  const watch = requestWatch(registry);
  // Hooks see no request that the router refuses, such as one whose path cannot be decoded.
  server.server.prependListener('request', (request, response) => {
    watch(request, response, () => undefined);
  });
  server.addHook('onRequest', (request, reply, done) => {
    watch(request.raw, reply.raw, (status) => {
      const { url } = request.routeOptions;
      return url !== undefined && status === 404 && isCatchAll(url) ? undefined : url;
    });
    done();
  });
}
