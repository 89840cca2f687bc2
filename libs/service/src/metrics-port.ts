import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Makes a server as the main one is. */
export type Listening = (listener: RequestListener) => Server;

const METRICS = '/metrics';

/**
 * Serves `/metrics`, and nothing else, on a port of its own, and takes it off the main one. The same routes
 * answer on both sides, so that an app with a `/metrics` of its own keeps it. Call it before routes exist.
 */
export function metricsServerOf(fastify: FastifyInstance, listening: Listening): Server {
  const server = listening((request, response) => {
    fastify.routing(request, response);
  });
  fastify.addHook('onRequest', async (request, reply) => {
    const isMetricsSide = request.raw.socket.localPort === portOf(server);
    // Not by its URL, which may write the same path as /%6detrics.
    const wantsMetrics = request.routeOptions.url === METRICS;
    if (isMetricsSide === wantsMetrics) return;
    await reply.status(404).send({
      status: 404,
      error: `no ${request.url} on this port`,
      advice: wantsMetrics
        ? `${METRICS} is served on METRICS_PORT, which is ${String(portOf(server))} here.`
        : `This port serves ${METRICS} alone; everything else is on PORT.`,
    });
  });
  return server;
}

export function portOf(server: Server): number | undefined {
  const address: AddressInfo | string | null = server.address();
  return address === null || typeof address === 'string' ? undefined : address.port;
}
