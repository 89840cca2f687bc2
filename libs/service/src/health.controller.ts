import { Controller, Get, HttpException, Inject, Res } from '@nestjs/common';
import {
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
} from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { Readiness } from './readiness.js';

/** For supervisors and load balancers: is the process alive, and may it be given work. */
@Controller('health')
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(Readiness) private readonly readiness: Readiness,
  ) {}

  /** The event loop answers, which is all that a restart could mend. */
  @Get('live')
  live(): { readonly status: 'ok'; readonly uptimeSeconds: number } {
    return { status: 'ok', uptimeSeconds: Math.round(process.uptime()) };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    void reply.header('cache-control', 'no-store');
    const answers = await this.readiness.answers();
    try {
      return await this.check(answers);
    } catch (error) {
      if (!(error instanceof HttpException)) throw error;
      void reply.status(error.getStatus()); // terminus throws its own 503; its report is the answer, not an error of ours
      return error.getResponse();
    }
  }

  private check(answers: Awaited<ReturnType<Readiness['answers']>>): Promise<HealthCheckResult> {
    return this.health.check(
      answers.map(({ name, reason }) => () => {
        const indicator = this.indicators.check(name);
        return reason === undefined ? indicator.up() : indicator.down(reason);
      }),
    );
  }
}
