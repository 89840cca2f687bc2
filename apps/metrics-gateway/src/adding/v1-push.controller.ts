import { problem } from '@aura/service';
import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { plainOf, reasonOf, sentIn } from '../body.js';
import { forbidden, principalOf } from '../guard/principal.js';
import { unwritten } from '../journal/unwritten.js';
import { LIMITS } from '../limits.js';
import type { Added, Refused } from './adder.js';
import { AddIntake } from './intake.js';

/** Increments that add up: docs/push.md. */
@Controller()
export class V1PushController {
  constructor(@Inject(AddIntake) private readonly intake: AddIntake) {}

  @Post('v1/push')
  @HttpCode(200)
  async push(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Exclude<Added, Refused>> {
    const read = await plainOf(sentIn(request), request.headers, LIMITS);
    if (!read.ok) {
      const { status, error, advice } = read;
      this.intake.refused(reasonOf(status), error);
      throw problem({ status, error: `the push was refused: ${error}`, advice });
    }
    const producer = request.headers['x-aura-producer']?.toString();
    const from = { principal: principalOf(request), producer };
    const received = await this.intake.receive(read.bytes, Date.now() / 1000, from);
    if (received.outcome === 'unwritten') throw unwritten(received.reason);
    if (!('reason' in received)) return received;
    throw this.refusal(received, reply);
  }

  private refusal(refused: Refused, reply: FastifyReply): ReturnType<typeof problem> {
    if (refused.because === 'unauthorized') return forbidden(refused.reason);
    const isFull = refused.outcome === 'full';
    if (isFull) reply.header('retry-after', String(refused.retryAfterSeconds));
    const error = `the push was refused: ${refused.reason}`;
    return problem({ status: isFull ? 429 : 400, error, advice: isFull ? LATER : CORRECT });
  }
}

const CORRECT =
  'Correct the push; nothing of it was kept, and sent again unchanged it fails again. docs/push.md has the protocol.';
const LATER =
  'Send it again later, under the same sequence; or push fewer series, or raise gateway.series.';
