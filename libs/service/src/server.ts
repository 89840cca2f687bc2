import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { LIMITS } from './limits.js';
import type { Log } from './log.js';
import { limitConnections } from './slow-clients.js';
import type { TlsOptions } from './tls.js';

/** How long clients may take, and how many may be there. What is not given is as in `LIMITS`. */
export interface ClientLimits {
  /** To send the line of a request and its headers. */
  readonly headersTimeoutMs?: number;
  /** To send a whole request. */
  readonly requestTimeoutMs?: number;
  /** How often these two are looked at. */
  readonly checkEveryMs?: number;
  /** To read an answer, from its first byte to its last; any time where it is not given. */
  readonly sendTimeoutMs?: number;
  /** Open connections of each port; any number where it is not given. */
  readonly connections?: number;
}

interface ServerParts {
  readonly limits: ClientLimits;
  /** Plain HTTP without it. */
  readonly tls: TlsOptions | undefined;
  readonly log: Log;
}

/** A server that cuts off who sends too slowly. */
export function serverOf(listener: RequestListener, { limits, tls, log }: ServerParts): Server {
  const requestTimeout = limits.requestTimeoutMs ?? LIMITS.requestTimeoutMs;
  const options = {
    requestTimeout,
    headersTimeout: Math.min(limits.headersTimeoutMs ?? LIMITS.headersTimeoutMs, requestTimeout),
    keepAliveTimeout: LIMITS.keepAliveTimeoutMs,
    connectionsCheckingInterval: limits.checkEveryMs ?? LIMITS.checkEveryMs,
  };
  const server =
    tls === undefined
      ? createServer(options, listener)
      : createTlsServer({ ...options, ...tls, handshakeTimeout: options.headersTimeout }, listener);
  server.setTimeout(LIMITS.idleSocketTimeoutMs);
  if (limits.connections !== undefined) limitConnections(server, limits.connections, log);
  return server;
}
