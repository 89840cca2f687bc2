import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { problem } from '@aura/service';
import type { FastifyReply } from 'fastify';
import { Chaos } from '../chaos/chaos.js';
import { OutageInterceptor } from '../platform/outage.js';
import type { Parts } from '../platform/parts.js';
import { Platform } from '../platform/platform.js';
import { Shutdown } from '../platform/shutdown.js';
import { generationId } from './generation-id.js';
import { generationView, type GenerationView } from './generation-view.js';
import { parsed, wishSchema } from './wish.js';

const RETRY_AFTER_SECONDS = 15;

export interface Accepted {
  readonly id: string;
  readonly status: 'queued';
  readonly self: string;
}

/** Videos asked for, and how far each has come. */
@Controller()
@UseInterceptors(OutageInterceptor)
export class GenerationsController {
  constructor(
    @Inject(Platform) private readonly platform: Platform,
    @Inject(Chaos) private readonly chaos: Chaos,
    @Inject(Shutdown) private readonly shutdown: Shutdown,
  ) {}

  @Post('generate')
  @HttpCode(202)
  async generate(
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Accepted> {
    await this.suffer();
    const wish = parsed(wishSchema, body);
    const { parts } = this.platform;
    if (await parts.renderQueue.isFull()) {
      void reply.header('retry-after', RETRY_AFTER_SECONDS);
      throw problem({
        status: 429,
        error: 'too many renders are waiting already',
        advice: `Ask again in ${String(RETRY_AFTER_SECONDS)} seconds.`,
      });
    }
    const id = randomUUID();
    await parts.ledger.accept(id, wish, new Date());
    await queued(parts, id);
    const self = `/generations/${id}`;
    void reply.header('location', self);
    return { id, status: 'queued', self };
  }

  @Get('generations/:id')
  async find(@Param('id') id: string): Promise<GenerationView> {
    const generation = await this.platform.parts.ledger.find(generationId(id));
    if (generation !== null) return generationView(generation);
    throw problem({
      status: 404,
      error: `no generation ${id}`,
      advice: 'Take the id from POST /generate.',
    });
  }

  /** What a drill does to requests. */
  private async suffer(): Promise<void> {
    const { slowSeconds } = this.chaos.drill;
    if (slowSeconds > 0)
      await sleep(slowSeconds * 1000, undefined, { signal: this.shutdown.signal });
    if (!this.chaos.failsRequest()) return;
    throw problem({
      status: 500,
      error: 'a drill failed this request',
      advice: 'DELETE /chaos ends the drill.',
    });
  }
}

/** Written down and queued, or neither. */
async function queued({ ledger, renderQueue }: Parts, id: string): Promise<void> {
  try {
    await renderQueue.add(id);
  } catch (error) {
    await ledger.forget(id);
    throw error;
  }
}
