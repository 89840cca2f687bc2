import { createHealthChecker, type HealthChecker } from '@aura/health';
import { register } from 'prom-client';
import type { AnyRegistry } from '../family.js';
import type { Answerer } from '../http/answer.js';
import type { BearerToken } from '../http/bearer.js';
import { metricsAnswerer } from '../http/metrics.js';
import { healthRoutes } from './health.js';

export interface MonitoringOptions {
  /** Where the text is served; `/metrics` when left out, nowhere when false. */
  readonly path?: string | false;
  /**
   * A port for the metrics and the health alone, on which a server of its own listens while the application runs;
   * the metrics are then on no other. 0 is any free port; `app.get(MonitoringModule).url` says which.
   */
  readonly port?: number;
  /** Where that port listens; 127.0.0.1 when left out. */
  readonly host?: string;
  /** Who reads the metrics must send `Authorization: Bearer <token>`; health asks for none. A function is asked at each scrape. */
  readonly bearerToken?: BearerToken;
  /** A file with that token, read at each scrape. */
  readonly bearerTokenFile?: string;
  /**
   * prom-client's default registry when left out, which is also where the decorators count. One that writes
   * OpenMetrics shows exemplars.
   */
  readonly registry?: AnyRegistry;
  /** Whether prom-client's process metrics are there too; yes when left out. */
  readonly defaultMetrics?: boolean;
  /** Whether HTTP requests are counted and timed; yes when left out. */
  readonly http?: boolean;
  /**
   * Runs with the application and is served at `/health`, `/health/live` and `/health/ready`:
   *
   * ```ts
   * health: createHealthChecker({
   *   probes: [diskProbe({ component: 'disk', importance: 'critical', path: '/data', … })],
   *   dependsOn: { application: ['disk'] },
   * })
   * ```
   *
   * One without probes when left out, which is healthy as long as it answers; routes of the application there stay
   * as they are. False for no health.
   */
  readonly health?: HealthChecker | false;
  /** What the application is called in `application/health+json`; `application` when left out. */
  readonly name?: string;
}

/** The paths that something answers, whatever the application's prefix, version and guards are. */
export type Routes = ReadonlyMap<string, Answerer>;

export interface Settings {
  readonly registry: AnyRegistry;
  readonly defaultMetrics: boolean;
  readonly http: boolean;
  readonly health: HealthChecker | undefined;
  readonly listen: { readonly host: string; readonly port: number } | undefined;
  /** On the application's own server, before its routes. */
  readonly routes: (isStopping: () => boolean) => Routes;
  /** There too, but only where the application has no route of its own. */
  readonly fallbackRoutes: (isStopping: () => boolean) => Routes;
  /** On the port of its own. */
  readonly asideRoutes: (isStopping: () => boolean) => Routes;
}

/** @throws when the options name no usable token, or two. */
export function settingsOf(options: MonitoringOptions): Settings {
  const { registry = register, host = '127.0.0.1', port, name = 'application' } = options;
  const health = healthOf(options);
  const metrics = metricsRoutes(registry, options);
  const own = port === undefined ? metrics : NO_ROUTES;
  const asked = (isStopping: () => boolean): Routes =>
    health === undefined ? NO_ROUTES : healthRoutes(health, { name, isStopping });
  const isChosen = options.health !== undefined;
  return {
    registry,
    defaultMetrics: options.defaultMetrics ?? true,
    http: options.http ?? true,
    health,
    listen: port === undefined ? undefined : { host, port },
    routes: (isStopping) => (isChosen ? new Map([...own, ...asked(isStopping)]) : own),
    fallbackRoutes: (isStopping) => (isChosen ? NO_ROUTES : asked(isStopping)),
    asideRoutes: (isStopping) => new Map([...metrics, ...asked(isStopping)]),
  };
}

const NO_ROUTES: Routes = new Map();

function healthOf({ health }: MonitoringOptions): HealthChecker | undefined {
  if (health === false) return undefined;
  return health ?? createHealthChecker({ probes: [], dependsOn: {} });
}

function metricsRoutes(registry: AnyRegistry, options: MonitoringOptions): Routes {
  const { path = '/metrics' } = options;
  const answerer = metricsAnswerer(registry, options);
  if (path === false) return new Map();
  return new Map([[path.startsWith('/') ? path : `/${path}`, answerer]]);
}
