import {
  Inject,
  Logger,
  Module,
  type DynamicModule,
  type ModuleMetadata,
  type NestModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { Registry } from 'prom-client';
import { listenAside, type Aside } from './aside.js';
import { hostOf } from './host.js';
import { settingsOf, type MonitoringOptions, type Settings } from './options.js';
import { collectProcessMetricsOnce } from './process-metrics.js';

const SETTINGS = Symbol('MonitoringModule settings');

/** As for every asynchronous module of Nest. */
export interface AsyncMonitoringOptions<A extends readonly unknown[] = readonly never[]> {
  readonly imports?: NonNullable<ModuleMetadata['imports']>;
  /** What the factory is called with. */
  readonly inject?: NonNullable<Extract<Provider, { inject?: unknown }>['inject']>;
  readonly useFactory: (...injected: A) => MonitoringOptions | Promise<MonitoringOptions>;
}

/**
 * Metrics and health for a Nest application on Fastify or Express: `imports: [MonitoringModule.forRoot()]` answers at
 * `/metrics`, `/health`, `/health/live` and `/health/ready`. Global: any provider may inject prom-client's `Registry` and `bind` definitions in it.
 */
@Module({})
export class MonitoringModule
  implements
    NestModule,
    OnModuleInit,
    OnApplicationBootstrap,
    OnModuleDestroy,
    OnApplicationShutdown
{
  private aside: Aside | undefined;
  private isStopping = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(HttpAdapterHost) private readonly host: Partial<HttpAdapterHost>,
  ) {}

  static forRoot(options: MonitoringOptions = {}): DynamicModule {
    return MonitoringModule.with({ provide: SETTINGS, useValue: settingsOf(options) }, []);
  }

  static forRootAsync<A extends readonly unknown[]>({
    imports = [],
    inject = [],
    useFactory,
  }: AsyncMonitoringOptions<A>): DynamicModule {
    const settings = async (...injected: A): Promise<Settings> =>
      settingsOf(await useFactory(...injected));
    return MonitoringModule.with({ provide: SETTINGS, inject, useFactory: settings }, imports);
  }

  private static with(
    settings: Provider<Settings>,
    imports: NonNullable<ModuleMetadata['imports']>,
  ): DynamicModule {
    return {
      module: MonitoringModule,
      global: true,
      imports: [...imports, PROMETHEUS_OPTIONS],
      providers: [
        settings,
        { provide: Registry, inject: [SETTINGS], useFactory: ({ registry }: Settings) => registry },
      ],
      exports: [Registry],
    };
  }

  /** The origin of the port of its own, while it listens: `http://127.0.0.1:9464`. */
  get url(): string | undefined {
    return this.aside?.url;
  }

  /** Here, because it comes before the routes of controllers, and a testing module has its server by now. */
  configure(): void {
    const { httpAdapter } = this.host;
    const { registry, http } = this.settings;
    const routes = this.settings.routes(() => this.isStopping);
    // An application context without a server has no adapter and no requests.
    if (httpAdapter === undefined || (!http && routes.size === 0)) return;
    const host = hostOf(httpAdapter);
    if (http) host.count(registry);
    host.serve(routes);
  }

  /** The routes of controllers are there by now. */
  onModuleInit(): void {
    const { httpAdapter } = this.host;
    const routes = this.settings.fallbackRoutes(() => this.isStopping);
    // By now an application context without a server has null there.
    if (httpAdapter && routes.size > 0) hostOf(httpAdapter).serve(routes);
    if (this.settings.defaultMetrics) collectProcessMetricsOnce(this.settings.registry);
    this.settings.health?.start();
  }

  async onApplicationBootstrap(): Promise<void> {
    const { listen, asideRoutes } = this.settings;
    if (listen === undefined) return;
    this.aside = await listenAside(
      listen,
      asideRoutes(() => this.isStopping),
    );
    new Logger(MonitoringModule.name).log(`metrics and health at ${this.aside.url}`);
  }

  /** The first thing of a shutdown: no more work is wanted. */
  onModuleDestroy(): void {
    this.isStopping = true;
  }

  /** The last, so that what is counted while requests end can still be read. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.aside?.close(), this.settings.health?.stop()]);
    this.aside = undefined;
  }
}

/**
 * What `make…Provider` and `@InjectMetric` of the Prometheus module look for. Its controller is left out: a global
 * prefix would move it and a global guard would close it.
 */
const PROMETHEUS_OPTIONS: DynamicModule = {
  ...PrometheusModule.register({ global: true, defaultMetrics: { enabled: false } }),
  controllers: [],
};
