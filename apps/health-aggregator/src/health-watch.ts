import {
  STATES,
  createHealthChecker,
  type Answer,
  type HealthChecker,
  type HealthReport,
  type Observation,
  type Probe,
} from '@aura/health';
import { bind, readAtScrape } from '@aura/instrumentation';
import { DEPENDS_ON, component, type ComponentName } from '@aura/metrics';
import type { Log, ReadinessCheck } from '@aura/service';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { Registry } from 'prom-client';

/** The health checker with a service's lifetime, its metrics and its log. */
export class HealthWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly checker: HealthChecker<ComponentName>;

  constructor(
    probes: readonly Probe<ComponentName>[],
    private readonly registry: Registry,
    private readonly log: Log,
  ) {
    const duration = bind(registry, component.probeDuration);
    this.checker = createHealthChecker({
      probes,
      dependsOn: DEPENDS_ON,
      onAnswer: (observation) => {
        duration.observe({ component: observation.component }, observation.tookMs / 1000);
        logChange(log, observation);
      },
    });
    this.serveGauges();
  }

  onApplicationBootstrap(): void {
    this.checker.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.checker.stop();
  }

  report(): HealthReport<ComponentName> {
    return this.checker.report();
  }

  /** Ready once every component has been asked: before that, the report knows too little to be believed. */
  readiness(): ReadinessCheck {
    return {
      name: 'first answers',
      deadlineMs: 1_000,
      check: () => {
        const unasked = this.report().components.filter(
          ({ ageSeconds }) => ageSeconds === undefined,
        );
        const names = unasked.map((one) => one.component).join(', ');
        return unasked.length === 0
          ? Promise.resolve()
          : Promise.reject(new Error(`no answer yet from ${names}`));
      },
    };
  }

  /** Read at each scrape, so that an answer grows old, and stale, in the metrics too. */
  private serveGauges(): void {
    const asked = (): HealthReport<ComponentName>['components'] =>
      this.report().components.filter(({ ageSeconds }) => ageSeconds !== undefined);
    const onError = (error: Error): void => {
      this.log.error({ err: error }, 'component metrics not read');
    };
    readAtScrape(this.registry, component.health, {
      onError,
      read: () =>
        Promise.resolve(
          asked().flatMap(({ component: name, state: current }) =>
            STATES.map((state) => ({
              labels: { component: name, state },
              value: state === current ? 1 : 0,
            })),
          ),
        ),
    });
    readAtScrape(this.registry, component.probeAge, {
      onError,
      read: () =>
        Promise.resolve(
          asked().map(({ component: name, ageSeconds = 0 }) => ({
            labels: { component: name },
            value: ageSeconds,
          })),
        ),
    });
  }
}

/** One line when a component changes its state, not one for every answer. */
function logChange(log: Log, { component: name, answer, previous, tookMs }: Observation): void {
  if (answer.state === previous?.state) return;
  const fields = {
    component: name,
    from: previous?.state ?? 'unknown',
    tookMs,
    ...renamed(answer),
  };
  if (answer.state === 'healthy') log.info(fields, 'component changed state');
  else log.warn(fields, 'component changed state');
}

function renamed({ state, ...detail }: Answer): Readonly<Record<string, unknown>> {
  return { to: state, ...detail };
}
