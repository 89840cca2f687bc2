import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from './log.js';
import { problemFrom } from './problem.js';

/** Every error becomes the same JSON; a fault of ours is logged here, once. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const answer = problemFrom(thrown);
    if (answer.status >= 500) {
      const route = request.routeOptions.url ?? 'unmatched';
      const { method, id: requestId } = request;
      this.log.error(
        { err: thrown, method, route, status: answer.status, requestId },
        'request failed',
      );
    }
    if (reply.sent) return;
    void reply
      .status(answer.status)
      .send(answer.status < 500 ? answer : { ...answer, requestId: request.id });
  }
}
