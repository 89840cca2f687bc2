import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { http } from '@aura/metrics';
import type { AnyRegistry } from '../family.js';
import { misuseOf, type ReportMisuse } from '../misuse.js';
import { requestSeries, UNMATCHED_ENDPOINT, type RequestSeries } from './series.js';

/** The `status` of a request whose client went away before the answer was out; nginx' number for it. */
export const CLIENT_CLOSED_REQUEST = '499';

/** The route's template, or undefined when no route matched. Asked once, when the response is over. */
export type EndpointOf = (status: number) => string | undefined;

/**
 * Counts and times one request. Watching it again for the same registry only says better where it was routed
 * to: what sees the request first need not be what knows the route.
 */
export type RequestWatch = (
  request: IncomingMessage,
  response: ServerResponse,
  endpointOf: EndpointOf,
) => void;

/**
 * What all servers have in common: in flight from the first look on, counted and timed when the response is over.
 *
 * The status is the one finally sent. A client that goes away before the whole answer is out counts as 499, an
 * answer that the server itself breaks off as 500, whatever its headers said.
 */
export function requestWatch(registry: AnyRegistry): RequestWatch {
  const counted = {
    registry,
    series: requestSeries(registry),
    misused: misuseOf(http.requests.name),
  };
  return (request, response, endpointOf) => {
    const visit = visitOf(response, { registry, endpointOf });
    visit.endpointOf = endpointOf;
    if (!visit.isFollowed) follow(visit, { request, response, ...counted });
  };
}

/** Hangs on the response, one for each registry that counts it. */
interface Visit {
  readonly registry: AnyRegistry;
  readonly next: Visit | undefined;
  endpointOf: EndpointOf;
  isFollowed: boolean;
}

// A registered symbol, so that two copies of this library in one process do not count a request twice.
const VISIT = Symbol.for('@aura/instrumentation/visit');

interface Visited {
  [VISIT]?: Visit | undefined;
}

function visitOf(
  response: ServerResponse & Visited,
  { registry, endpointOf }: Pick<Visit, 'registry' | 'endpointOf'>,
): Visit {
  const first = response[VISIT];
  let visit = first;
  while (visit !== undefined && visit.registry !== registry) visit = visit.next;
  if (visit !== undefined) return visit;
  return (response[VISIT] = { registry, endpointOf, next: first, isFollowed: false });
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly series: RequestSeries;
  readonly misused: ReportMisuse;
}

function follow(visit: Visit, { request, response, series, misused }: Exchange): void {
  const startedAt = performance.now();
  visit.isFollowed = true;
  let isSent = false;
  let isOver = false;
  const over = (): void => {
    if (isOver) return;
    isOver = true;
    series.inFlight.dec();
    leaveQueue?.();
    const status = isSent ? response.statusCode : unsentStatus(request, response);
    const seconds = (performance.now() - startedAt) / 1000;
    try {
      const endpoint = visit.endpointOf(status) ?? UNMATCHED_ENDPOINT;
      series.record({ method: request.method ?? '', endpoint, status, seconds });
    } catch {
      misused('the route of a request could not be read');
    }
  };
  series.inFlight.inc();
  response.on('finish', () => {
    isSent = true;
  });
  // 'close' comes once, after the answer or instead of it; no framework's hook is called for every abort.
  response.on('close', over);
  // The answer to a pipelined request has no socket until its turn comes, and no 'close' if it never comes.
  const leaveQueue = response.socket === null ? atClose(request.socket, over) : undefined;
  if (response.destroyed) over();
}

const QUEUED = Symbol('pipelined requests');

interface Queued {
  [QUEUED]?: Set<() => void> | undefined;
}

/** One listener for a socket, however many requests wait in it. */
function atClose(socket: Socket & Queued, over: () => void): () => void {
  const queue = (socket[QUEUED] ??= queueOf(socket));
  queue.add(over);
  return () => queue.delete(over);
}

function queueOf(socket: Socket): Set<() => void> {
  const queue = new Set<() => void>();
  socket.on('close', () => {
    for (const over of queue) over();
  });
  return queue;
}

const BROKEN_OFF = 500;

/** Who ended it: the client's end of a connection is seen as its end or as an error, ours as neither. */
function unsentStatus({ socket }: IncomingMessage, { errored }: ServerResponse): number {
  const isOurs = errored instanceof Error || (!socket.readableEnded && socket.errored === null);
  return isOurs ? BROKEN_OFF : Number(CLIENT_CLOSED_REQUEST);
}
