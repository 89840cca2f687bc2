import { Controller, Get, Res, type Type } from '@nestjs/common';
import { PrometheusController } from '@willsoto/nestjs-prometheus';
import type { AnyRegistry } from '../family.js';

interface HeaderSink {
  header(name: string, value: string): unknown;
}

/**
 * A controller for one registry. A class of its own for each, because the Prometheus module writes the path
 * onto the class: two applications in one process would otherwise share it.
 */
export function metricsControllerOf(registry: AnyRegistry): Type<unknown> {
  @Controller()
  class MetricsController extends PrometheusController {
    @Get()
    override index(@Res({ passthrough: true }) response: HeaderSink): Promise<string> {
      response.header('Content-Type', registry.contentType);
      return registry.metrics();
    }
  }
  return MetricsController;
}
