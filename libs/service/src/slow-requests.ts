import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Log } from './log.js';

/** One line for each request slower than the limit. The others are counted in metrics, not written down. */
export function logSlowRequests(app: NestFastifyApplication, log: Log, limitMs: number): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      if (reply.elapsedTime >= limitMs) {
        const { method, id: requestId } = request;
        const route = request.routeOptions.url ?? 'unmatched';
        const elapsedMs = Math.round(reply.elapsedTime);
        log.warn(
          { method, route, status: reply.statusCode, elapsedMs, limitMs, requestId },
          'slow request',
        );
      }
      done();
    });
}
