import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { GroupIntake } from './groups/intake.js';
import { Outcomes, type Reason, type Route } from './outcomes.js';

/** Counts the pushes that the server refuses before a handler sees them: too large, or cut short. */
export function countUnread(app: NestFastifyApplication): void {
  const intake = app.get(GroupIntake);
  const outcomes = app.get(Outcomes);
  const handled = new WeakSet<FastifyRequest>();
  const server = app.getHttpAdapter().getInstance();
  server.addHook('preHandler', (request, _reply, done) => {
    handled.add(request);
    done();
  });
  server.addHook('onResponse', (request, { statusCode }, done) => {
    const route = routeOf(request);
    if (route !== undefined && !handled.has(request) && !COUNTED.has(statusCode)) {
      const said = `the server answered ${String(statusCode)} without reading it`;
      const reason = REASONS.get(statusCode) ?? 'malformed';
      if (route !== 'group') outcomes.refused({ route, reason, said });
      else intake.unread(request.originalUrl, { reason, said }, Date.now() / 1000);
    }
    done();
  });
}

/** By the guard, which knows more of them, and opens no group for who may not push. */
const COUNTED: ReadonlySet<number> = new Set([401, 403, 429]);

const REASONS: ReadonlyMap<number, Reason> = new Map([
  [413, 'oversized'],
  [415, 'encoding'],
]);

const ROUTES: ReadonlyMap<string, Route> = new Map([
  ['/v1/push', 'push'],
  ['/v1/events', 'events'],
  ['/v1/metrics', 'otlp'],
]);

/** The way by which a push came; undefined for what is none. */
export function routeOf({ method, routeOptions: { url = '' } }: FastifyRequest): Route | undefined {
  if (!['PUT', 'POST'].includes(method)) return undefined;
  return url.startsWith('/metrics/job') ? 'group' : ROUTES.get(url);
}
