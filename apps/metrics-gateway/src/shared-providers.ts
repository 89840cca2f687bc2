import { LOG, type Log } from '@aura/service';
import type { Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
import type { Config } from './config.js';
import { HealthAggregator } from './health/health-aggregator.js';
import { Journal } from './journal/journal.js';
import { journalOf } from './journal/settings.js';
import { LIMITS } from './limits.js';
import { Outcomes } from './outcomes.js';

/** What every way in needs. */
export function sharedProviders(config: Config): Provider[] {
  return [
    {
      provide: Journal,
      inject: [LOG, Registry],
      useFactory: (log: Log, registry: Registry) => journalOf(config, log, registry),
    },
    {
      provide: Outcomes,
      inject: [Registry, LOG],
      useFactory: (registry: Registry, log: Log) =>
        new Outcomes(registry, log, () => Date.now() / 1000),
    },
    {
      provide: HealthAggregator,
      useFactory: () => new HealthAggregator(config.HEALTH_AGGREGATOR_URL, LIMITS.healthDeadlineMs),
    },
  ];
}
