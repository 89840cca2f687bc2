import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Ingest } from './ingest.js';

/** Counts the pushes that the server refuses before a handler sees them: too large, or cut short. */
export function countUnread(app: NestFastifyApplication): void {
  const ingest = app.get(Ingest);
  const handled = new WeakSet<FastifyRequest>();
  const server = app.getHttpAdapter().getInstance();
  server.addHook('preHandler', (request, _reply, done) => {
    handled.add(request);
    done();
  });
  server.addHook('onResponse', (request, { statusCode }, done) => {
    if (isPush(request) && !handled.has(request)) {
      const reason = `the server answered ${String(statusCode)} without reading it`;
      ingest.unread(request.originalUrl, reason, Date.now() / 1000);
    }
    done();
  });
}

function isPush({ method, routeOptions: { url } }: FastifyRequest): boolean {
  const isTaking = url === '/v1/push' || url?.startsWith('/metrics/job') === true;
  return ['PUT', 'POST'].includes(method) && isTaking;
}
