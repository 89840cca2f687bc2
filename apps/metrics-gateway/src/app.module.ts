import { bind, readAtScrape } from '@aura/instrumentation';
import { gateway } from '@aura/metrics';
import { LOG, type Log } from '@aura/service';
import { Module, type DynamicModule } from '@nestjs/common';
import { Registry } from 'prom-client';
import { AdminController } from './admin.controller.js';
import type { Config } from './config.js';
import { HealthController } from './health.controller.js';
import { HealthAggregator } from './health-aggregator.js';
import { LIMITS } from './limits.js';
import { Journal } from './journal/journal.js';
import { journalOf } from './journal/settings.js';
import { MetricsController } from './metrics.controller.js';
import { Ingest } from './ingest.js';
import { PushController } from './push.controller.js';
import { PushStore } from './store.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    const series = config.thresholds.gateway.series.value;
    const limits = { groups: LIMITS.groups, series, bytes: series * LIMITS.bytesPerSeries };
    return {
      module: AppModule,
      controllers: [
        ...(config.ADMIN_API === 'on' ? [AdminController] : []),
        PushController,
        MetricsController,
        HealthController,
      ],
      providers: [
        { provide: PushStore, useFactory: () => new PushStore(limits) },
        { provide: Journal, inject: [LOG], useFactory: (log: Log) => journalOf(config, log) },
        { provide: Ingest, inject: [PushStore, Registry, LOG, Journal], useFactory: ingestOf },
        {
          provide: HealthAggregator,
          useFactory: () =>
            new HealthAggregator(config.HEALTH_AGGREGATOR_URL, LIMITS.healthDeadlineMs),
        },
      ],
    };
  }
}

type Given = readonly [store: PushStore, registry: Registry, log: Log, journal: Journal];

function ingestOf(...[store, registry, log, journal]: Given): Ingest {
  const held = (read: () => number) => ({
    read: () => Promise.resolve([{ labels: {}, value: read() }]),
    onError: (err: Error) => {
      log.error({ err }, 'reading the store failed');
    },
  });
  readAtScrape(
    registry,
    gateway.groups,
    held(() => store.groups),
  );
  readAtScrape(
    registry,
    gateway.series,
    held(() => store.series),
  );
  return new Ingest(store, registry, { journal, pushes: bind(registry, gateway.pushes), log });
}
