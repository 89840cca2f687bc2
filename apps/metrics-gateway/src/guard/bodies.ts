import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify';
import { LIMITS } from '../limits.js';
import type { Outcomes } from '../outcomes.js';
import { routeOf } from '../unread.js';
import { BUSY, inflatedAtMost, RETRY_AFTER_SECONDS, Weighed, type InFlight } from './in-flight.js';
import { principalOf } from './principal.js';

/** Refuses bodies that there is no memory for: before they are read, and again before they are inflated. */
export class Bodies {
  private readonly weights = new WeakMap<FastifyRequest, ReturnType<InFlight['open']>>();

  constructor(
    readonly inFlight: InFlight,
    private readonly outcomes: Outcomes,
  ) {}

  /** Call it behind the guard, and before routes exist. */
  stand(app: NestFastifyApplication): void {
    const server = app.getHttpAdapter().getInstance();
    server.addHook('onRequest', async (request, reply) => {
      const { headers } = request;
      const length = Number(headers['content-length'] ?? 0);
      // Refused for its length without being read.
      const isRead = length <= LIMITS.bodyBytes;
      if (!isRead || (length === 0 && headers['transfer-encoding'] === undefined)) return;
      const weight = this.inFlight.open();
      this.weights.set(request, weight);
      reply.raw.once('close', () => {
        weight.release();
      });
      if (!weight.take(length)) await this.refuse(request, reply);
    });
    server.addHook('preParsing', (...[request, reply, payload, done]) => {
      done(null, this.weighed(request, reply, payload));
    });
    server.addHook('preHandler', async (request, reply) => {
      const { body, headers } = request;
      if (!(body instanceof Uint8Array)) return;
      const inflated = inflatedAtMost(headers['content-encoding'], body.length, LIMITS);
      const isTaken = this.weights.get(request)?.take(inflated) ?? true;
      if (!isTaken) await this.refuse(request, reply);
    });
  }

  /** A body that comes in chunks is weighed as it comes. */
  private weighed(
    request: FastifyRequest,
    reply: FastifyReply,
    payload: RequestPayload,
  ): RequestPayload {
    const weight = this.weights.get(request);
    if (weight === undefined || request.headers['content-length'] !== undefined) return payload;
    const weighed = new Weighed(weight);
    weighed.once('error', () => {
      if (!weighed.isRefused) return; // its sender has gone away
      this.count(request);
      reply.header('retry-after', String(RETRY_AFTER_SECONDS));
    });
    payload.once('error', (error) => weighed.destroy(error));
    return payload.pipe(weighed);
  }

  private async refuse(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    this.count(request);
    await reply.status(BUSY.status).header('retry-after', String(RETRY_AFTER_SECONDS)).send(BUSY);
  }

  private count(request: FastifyRequest): void {
    const route = routeOf(request);
    if (route === undefined) return; // 404, which nobody has come past the guard for
    const { name: who = request.ip } = principalOf(request);
    this.outcomes.refused({ route, reason: 'busy', said: BUSY.error, who });
  }
}
