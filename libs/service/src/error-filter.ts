import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from './log.js';
import { isExpected, problemFrom, type Problem } from './problem.js';
import { seldom } from './seldom.js';

/**
 * Every error becomes the same JSON. A fault of ours is logged here, once for each request; what a handler
 * foresaw, such as a database that is down, once a minute for each route and reason.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly said = seldom();

  constructor(private readonly log: Log) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const answer = problemFrom(thrown);
    if (answer.status >= 500) this.tell(thrown, request, answer);
    if (reply.sent) return;
    reply.removeHeader('content-length'); // of what the handler was about to send
    void reply
      .status(answer.status)
      .type('application/json; charset=utf-8')
      .send(answer.status < 500 ? answer : { ...answer, requestId: request.id });
  }

  private tell(thrown: unknown, request: FastifyRequest, { status, error: reason }: Problem): void {
    const { method, id: requestId } = request;
    const where = { method, route: request.routeOptions.url ?? 'unmatched', status, requestId };
    if (!isExpected(thrown)) {
      this.log.error({ err: thrown, ...where }, 'request failed');
      return;
    }
    const through = this.said(`${method} ${where.route} ${reason}`);
    if (through !== undefined) this.log.warn({ ...where, reason, ...through }, 'request refused');
  }
}
