import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import { sentenceOf } from './exposition/fault.js';
import { parseExposition } from './exposition/parse.js';
import { PushStore } from './store.js';

@Controller()
export class MetricsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(PushStore) private readonly store: PushStore,
  ) {}

  /** What was pushed and what the gateway counts itself, merged: a batch may push process metrics too. */
  @Get('metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const own = parseExposition(await this.registry.metrics());
    if (!own.ok) throw new Error(`the gateway's own metrics: ${sentenceOf(own.fault)}`);
    reply.header('content-type', this.registry.contentType);
    return this.store.render(own.families);
  }
}
