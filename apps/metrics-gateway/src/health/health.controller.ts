import { LOG, seldom, type Log } from '@aura/service';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HealthAggregator } from './health-aggregator.js';

@Controller()
export class HealthController {
  private readonly said = seldom();

  constructor(
    @Inject(HealthAggregator) private readonly aggregator: HealthAggregator,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** The health of the whole system, as the health aggregator answers it. */
  @Get('health')
  async health(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const health = await this.aggregator.health(request.headers.accept ?? '*/*');
    if (health.reached) {
      reply.status(health.status).header('content-type', health.type);
      return health.body;
    }
    const { url } = this.aggregator;
    const { reason } = health;
    const through = this.said(reason);
    if (through !== undefined) {
      this.log.warn({ url, reason, ...through }, 'health aggregator unreachable');
    }
    reply.status(503);
    return {
      status: 'unknown',
      error: `nobody can say how the system is: the health aggregator at ${url} did not answer: ${reason}`,
      advice: 'Start the health aggregator, or set HEALTH_AGGREGATOR_URL to where it is.',
    };
  }
}
