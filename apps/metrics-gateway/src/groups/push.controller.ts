import { problem } from '@aura/service';
import { Controller, Delete, HttpCode, Inject, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { expositionIn, reasonOf, sentIn } from '../body.js';
import { expireAfterOf } from './expiry.js';
import { groupingOf } from './group.js';
import { GroupIntake } from './intake.js';
import { unwritten } from '../journal/unwritten.js';
import { LIMITS } from '../limits.js';
import type { Push } from './store.js';

const PATHS = ['metrics/job/*', 'metrics/job@base64/*'];

/** The Pushgateway's interface: https://github.com/prometheus/pushgateway#api */
@Controller()
export class PushController {
  constructor(@Inject(GroupIntake) private readonly intake: GroupIntake) {}

  @Put(PATHS)
  async put(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.push(request, reply, 'group');
  }

  @Post(PATHS)
  @HttpCode(200)
  async post(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.push(request, reply, 'families');
  }

  @Delete(PATHS)
  @HttpCode(202)
  async delete(@Req() request: FastifyRequest): Promise<void> {
    const url = request.originalUrl;
    const read = groupingOf(url);
    if (!read.ok) throw unfit(read.reason);
    const received = await this.intake.remove(read.grouping, url);
    if (received.outcome === 'unwritten') throw unwritten(received.reason);
  }

  private async push(
    request: FastifyRequest,
    reply: FastifyReply,
    replaces: Push['replaces'],
  ): Promise<void> {
    const read = await expositionIn(sentIn(request), request.headers, LIMITS);
    if (!read.ok) {
      const { status, error, advice } = read;
      const unread = { reason: reasonOf(status), said: error };
      this.intake.unread(request.originalUrl, unread, Date.now() / 1000);
      throw problem({ status, error: `the push was refused: ${error}`, advice });
    }
    const body = read.bytes;
    const url = request.originalUrl;
    const expiry = expiryOf(request);
    if (expiry === undefined) {
      const reason = `${EXPIRE_AFTER} takes whole seconds, at most ten years, or 0 for never`;
      this.intake.unread(url, { reason: 'malformed', said: reason }, Date.now() / 1000);
      throw unfit(reason);
    }
    const pushed = { url, body, replaces, ...expiry };
    const received = await this.intake.receive(pushed, Date.now() / 1000);
    if (received.outcome === 'accepted') return;
    if (received.outcome === 'unfit') throw unfit(received.reason);
    if (received.outcome === 'unwritten') throw unwritten(received.reason);
    reply.header('retry-after', String(LIMITS.retryAfterSeconds));
    const advice = 'Delete groups that are done, push fewer series, or raise gateway.series.';
    throw problem({ status: 429, error: `the push was refused: ${received.reason}`, advice });
  }
}

const EXPIRE_AFTER = 'x-expire-after';

/** Undefined where the header is none of ours. */
function expiryOf({ headers }: FastifyRequest): { expireAfterSeconds?: number } | undefined {
  const header = headers[EXPIRE_AFTER];
  if (header === undefined) return {};
  const expireAfterSeconds = expireAfterOf(String(header));
  return expireAfterSeconds === undefined ? undefined : { expireAfterSeconds };
}

function unfit(reason: string): ReturnType<typeof problem> {
  const advice =
    'Correct the push; nothing of it was kept, and sent again unchanged it fails again.';
  return problem({ status: 400, error: `the push was refused: ${reason}`, advice });
}
