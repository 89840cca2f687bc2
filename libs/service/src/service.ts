import 'reflect-metadata';
import type { MonitoringOptions } from '@aura/instrumentation/nest';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { closeService, endConnectionsWhileDraining } from './close.js';
import type { CommonConfig } from './config.js';
import { ErrorFilter } from './error-filter.js';
import { LIMITS } from './limits.js';
import { listen } from './listen.js';
import { nestLog, type Log } from './log.js';
import { metricsServerOf, type Listening } from './metrics-port.js';
import { problemFrom } from './problem.js';
import { Readiness, type ReadinessCheck } from './readiness.js';
import { serverOf, type ClientLimits } from './server.js';
import { ServiceModule, type AppModule } from './service.module.js';
import { limitSending } from './slow-clients.js';
import { logSlowRequests } from './slow-requests.js';
import { tlsOf } from './tls.js';

export interface ServiceSpec {
  /** As in logs and scrape jobs: `health-aggregator`. */
  readonly name: string;
  readonly config: CommonConfig;
  /** The app's one module, such as `AppModule.with(config)`. */
  readonly module: AppModule;
  /** What the service cannot work without, asked by `/health/ready`. Gets the app to take providers from it. */
  readonly readiness?: (app: NestFastifyApplication) => readonly ReadinessCheck[];
  /** Changes to the server before its routes exist, such as a content type parser. */
  readonly prepare?: (app: NestFastifyApplication) => void | Promise<void>;
  /** The largest request body; 1 MiB when not given. */
  readonly bodyLimitBytes?: number;
  /** How long clients may take, and how many may be there. */
  readonly clients?: ClientLimits;
  /** How `/metrics` is served; prom-client's default registry and all metrics when not given. */
  readonly monitoring?: MonitoringOptions;
}

/** A running service. */
export interface Service {
  readonly url: string;
  /** The whole URL of `/metrics`, on the port where it is served. */
  readonly metricsUrl: string;
  readonly app: NestFastifyApplication;
  /** Not ready at once; takes no more requests, lets those in flight finish, closes every module. */
  close(): Promise<void>;
}

/** Starts a service inside this process and touches nothing of the process itself. `runService` does that. */
export async function startService(spec: ServiceSpec, log: Log): Promise<Service> {
  const tls = tlsOf(spec.config);
  const listening: Listening = (listener) =>
    serverOf(listener, { limits: spec.clients ?? {}, tls: tls?.options, log });
  const app = await NestFactory.create<NestFastifyApplication>(
    ServiceModule.around({ module: spec.module, monitoring: monitoringOf(spec), log }),
    adapter(spec, listening),
    { logger: nestLog(log), abortOnError: false },
  );
  const { HOST: host, PORT, METRICS_PORT } = spec.config;
  const metrics =
    METRICS_PORT === undefined
      ? undefined
      : metricsServerOf(app.getHttpAdapter().getInstance(), listening);
  const servers = [app.getHttpServer(), ...(metrics === undefined ? [] : [metrics])];
  const renewal = tls?.renew(servers, log);
  const close = async (): Promise<void> => {
    await renewal?.close();
    await closeService(app, servers, log);
  };
  try {
    await furnish(app, spec, log);
    const url = await listen(app.getHttpServer(), { host, port: PORT, variable: 'PORT' });
    const metricsSide =
      metrics === undefined
        ? url
        : await listen(metrics, { host, port: METRICS_PORT ?? 0, variable: 'METRICS_PORT' });
    const metricsUrl = `${metricsSide}/metrics`;
    log.info({ url, metricsUrl }, 'listening');
    return { url, metricsUrl, app, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Who reads the metrics needs the token where one is set; health asks for none. */
function monitoringOf({ config, monitoring }: ServiceSpec): MonitoringOptions | undefined {
  const { METRICS_TOKEN: bearerToken } = config;
  return bearerToken === undefined ? monitoring : { ...monitoring, bearerToken };
}

function adapter(spec: ServiceSpec, listening: Listening): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: spec.bodyLimitBytes ?? LIMITS.bodyBytes,
    serverFactory: listening,
    // A path that cannot be decoded never reaches the error filter.
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      const answer = problemFrom(error);
      void reply.status(answer.status).send(answer);
    },
  });
}

async function furnish(app: NestFastifyApplication, spec: ServiceSpec, log: Log): Promise<void> {
  app.useGlobalFilters(new ErrorFilter(log));
  logSlowRequests(app, log, spec.config.thresholds.api.responseDegraded.value * 1000);
  endConnectionsWhileDraining(app);
  if (spec.clients?.sendTimeoutMs !== undefined) limitSending(app, spec.clients.sendTimeoutMs, log);
  await spec.prepare?.(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  app.get(Readiness).watch(spec.readiness?.(app) ?? []);
}
