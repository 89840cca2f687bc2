import { renderMetrics } from '@aura/instrumentation';
import { Controller, Get, Inject, Req, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { sliced } from './answer.js';
import { ownFamilies } from './own.js';
import { piecesOf } from './page.js';
import { PushStore } from './store.js';

@Controller()
export class MetricsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(PushStore) private readonly store: PushStore,
  ) {}

  /** What was pushed and what the gateway counts itself, merged: a batch may push process metrics too. */
  @Get('metrics')
  async metrics(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const own = ownFamilies(await renderMetrics(this.registry));
    reply.header('content-type', this.registry.contentType);
    return sliced(piecesOf(this.store.page(own)), request, reply);
  }
}
