import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sentIn } from '../body.js';
import { principalOf } from '../guard/principal.js';
import { CONTENT_TYPES } from './answer.js';
import { OtlpIntake } from './intake.js';

/** OTLP/HTTP: docs/otlp.md. */
@Controller()
export class V1MetricsController {
  constructor(@Inject(OtlpIntake) private readonly intake: OtlpIntake) {}

  @Post('v1/metrics')
  async export(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const from = { principal: principalOf(request), atSeconds: Date.now() / 1000 };
    const answer = await this.intake.receive(sentIn(request), request.headers, from);
    const { status, format, body, retryAfterSeconds } = answer;
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
    await reply.code(status).header('content-type', CONTENT_TYPES[format]).send(body);
  }
}
