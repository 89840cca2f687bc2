import { Inject, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { collectDefaultMetrics, register, Registry } from 'prom-client';
import type { AnyRegistry } from '../family.js';
import { httpMetrics, type HookedServer } from '../http.js';
import { metricsControllerOf } from './metrics.controller.js';

export interface MonitoringOptions {
  /** Where the text is served; `/metrics` when left out, nowhere when false. */
  readonly path?: string | false;
  /** prom-client's default registry when left out, which is also where the decorators count. */
  readonly registry?: Registry;
  /** Whether prom-client's process metrics are there too; yes when left out. */
  readonly defaultMetrics?: boolean;
  /** Whether HTTP requests are counted and timed; yes when left out. Fastify only. */
  readonly http?: boolean;
}

const SETTINGS = Symbol('MonitoringModule settings');

interface Settings {
  readonly registry: AnyRegistry;
  readonly http: boolean;
}

/**
 * Metrics for a Nest application: `imports: [MonitoringModule.forRoot()]`. Global: any provider may inject
 * prom-client's `Registry` and `bind` definitions in it.
 */
@Module({})
export class MonitoringModule implements OnModuleInit {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(HttpAdapterHost) private readonly host: Partial<HttpAdapterHost>,
  ) {}

  /** Here and not in the constructor, for a testing module gets its server after it is compiled. */
  onModuleInit(): void {
    const { httpAdapter } = this.host;
    // An application context without a server has no adapter and no requests.
    if (!this.settings.http || httpAdapter === undefined) return;
    if (httpAdapter.getType() !== 'fastify') {
      throw new Error(
        `MonitoringModule counts HTTP requests on Fastify, this application runs on ${httpAdapter.getType()}; pass { http: false }`,
      );
    }
    httpMetrics(httpAdapter.getInstance<HookedServer>(), this.settings.registry);
  }

  static forRoot(options: MonitoringOptions = {}): DynamicModule {
    const { path = '/metrics', registry = register, defaultMetrics = true, http = true } = options;
    if (defaultMetrics) collectDefaultMetricsOnce(registry);
    const settings: Settings = { registry, http };
    return {
      module: MonitoringModule,
      global: true,
      imports: path === false ? [] : [served(path, registry)],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: Registry, useValue: registry },
      ],
      exports: [Registry],
    };
  }
}

function served(path: string, registry: AnyRegistry): DynamicModule {
  return PrometheusModule.register({
    path,
    controller: metricsControllerOf(registry),
    defaultMetrics: { enabled: false },
  });
}

/**
 * Gauges whose names end in `_total`, which belongs to counters: promtool refuses them. What they say is in
 * the gauges of the same name without it, which count by kind.
 */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** prom-client throws when the same registry is asked twice, as two applications in one process do. */
function collectDefaultMetricsOnce(registry: Registry): void {
  if (registry.getSingleMetric('process_start_time_seconds') !== undefined) return;
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
}
