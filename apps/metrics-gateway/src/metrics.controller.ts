import { Readable } from 'node:stream';
import { renderMetrics } from '@aura/instrumentation';
import { Controller, Get, Inject, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import { ownFamilies } from './own.js';
import { piecesOf, slicesOf } from './page.js';
import { PushStore } from './store.js';

@Controller()
export class MetricsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(PushStore) private readonly store: PushStore,
  ) {}

  /** What was pushed and what the gateway counts itself, merged: a batch may push process metrics too. */
  @Get('metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const own = ownFamilies(await renderMetrics(this.registry));
    reply.header('content-type', this.registry.contentType);
    return new StreamableFile(Readable.from(slicesOf(piecesOf(this.store.page(own)))));
  }
}
