import { renderMetrics } from '@aura/instrumentation';
import { problem } from '@aura/service';
import { Controller, Get, Inject, Req, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { together } from './together.js';
import { Totals } from '../adding/totals.js';
import { exposition, sliced } from './answer.js';
import { listed } from '../groups/listed.js';
import { ownFamilies } from './own.js';
import { groupingOf } from '../groups/group.js';
import { PushStore } from '../groups/store.js';

@Controller()
export class MetricsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(PushStore) private readonly store: PushStore,
    @Inject(Totals) private readonly totals: Totals,
  ) {}

  /** What was pushed and what the gateway counts itself, merged: a batch may push process metrics too. */
  @Get('metrics')
  async metrics(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const own = ownFamilies(await renderMetrics(this.registry));
    const whole = together(own, this.totals.families());
    return exposition(this.store.page(whole), request, reply);
  }

  /** One group alone, with its time stamps. */
  @Get(['metrics/job/*', 'metrics/job@base64/*'])
  group(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): StreamableFile {
    const read = groupingOf(request.originalUrl);
    if (!read.ok) throw problem({ status: 400, error: read.reason, advice: 'Correct the path.' });
    const page = this.store.group(read.grouping);
    if (page !== undefined) return exposition(page, request, reply);
    const error = `the group ${read.grouping.key} is not held`;
    throw problem({ status: 404, error, advice: '/api/v1/metrics lists the groups that are.' });
  }

  /** All groups with what was pushed to them, as the Pushgateway's API gives them. */
  @Get('api/v1/metrics')
  list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): StreamableFile {
    reply.header('content-type', 'application/json');
    return sliced(listed(this.store.saved()), request, reply);
  }

  @Get(['-/healthy', '-/ready'])
  ok(): string {
    return 'OK\n';
  }
}
