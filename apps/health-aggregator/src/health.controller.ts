import {
  HEALTH_JSON,
  componentToJson,
  toHealthJson,
  toJson,
  type HealthReport,
  type State,
} from '@aura/health';
import { COMPONENTS } from '@aura/metrics';
import { problem } from '@aura/service';
import { Controller, Get, Headers, HttpStatus, Inject, Param, Res } from '@nestjs/common';
import { closest } from 'fastest-levenshtein';
import type { FastifyReply } from 'fastify';
import { wantsHealthJson } from './accept.js';
import { HealthWatch } from './health-watch.js';

type Json = Readonly<Record<string, unknown>>;

const SERVICE = { serviceId: 'aura-render', description: 'Health of the Aura Render platform' };

/** Answers from memory: a request asks no component anything. */
@Controller('health')
export class HealthController {
  constructor(@Inject(HealthWatch) private readonly watch: HealthWatch) {}

  @Get()
  system(
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Json {
    const report = this.watch.report();
    const asHealthJson = wantsHealthJson(accept);
    head(reply, { state: report.state, asHealthJson });
    return asHealthJson ? toHealthJson(report, SERVICE) : toJson(report);
  }

  @Get(':component')
  component(
    @Param('component') name: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Json {
    const report = this.watch.report();
    const component = report.components.find((one) => one.component === name);
    if (component === undefined) throw unknownComponent(name, report);
    const { state } = component;
    const asHealthJson = wantsHealthJson(accept);
    head(reply, { state, asHealthJson });
    return asHealthJson
      ? toHealthJson({ ...report, state, rootCauses: [], components: [component] }, SERVICE)
      : componentToJson(component);
  }
}

interface Head {
  readonly state: State;
  readonly asHealthJson: boolean;
}

function head(reply: FastifyReply, { state, asHealthJson }: Head): void {
  void reply
    .status(state === 'unhealthy' ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK)
    .headers({ 'cache-control': 'no-store', vary: 'accept' });
  if (asHealthJson) void reply.type(HEALTH_JSON);
}

function unknownComponent(name: string, report: HealthReport): Error {
  const names = report.components.map(({ component }) => component);
  const isKnown = COMPONENTS.some((component) => component === name);
  return problem({
    status: HttpStatus.NOT_FOUND,
    error: isKnown ? `${name} has no probe of its own` : `there is no component ${name}`,
    advice: isKnown
      ? `Probed here are ${names.join(', ')}.`
      : `The nearest is /health/${closest(name, names)}; there are ${names.join(', ')}.`,
  });
}
