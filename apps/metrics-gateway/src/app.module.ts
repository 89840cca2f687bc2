import { bind, readAtScrape } from '@aura/instrumentation';
import { gateway } from '@aura/metrics';
import { LOG, type Log } from '@aura/service';
import { Module, type DynamicModule } from '@nestjs/common';
import { Registry } from 'prom-client';
import { AdminController } from './admin.controller.js';
import { addingProviders } from './adding/providers.js';
import { Totals } from './adding/totals.js';
import { V1PushController } from './adding/v1-push.controller.js';
import type { Config } from './config.js';
import { Expiry } from './expiry.js';
import { HealthController } from './health.controller.js';
import { HealthAggregator } from './health-aggregator.js';
import { LIMITS } from './limits.js';
import { Journal } from './journal/journal.js';
import { journalOf } from './journal/settings.js';
import { MetricsController } from './metrics.controller.js';
import { Ingest } from './ingest.js';
import { PushController } from './push.controller.js';
import { PushStore, type Limits } from './store.js';
import { Sweep } from './sweep.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    const series = config.thresholds.gateway.series.value;
    const bytes = series * LIMITS.bytesPerSeries;
    const adding = addingProviders({
      unknownFamilies: config.UNKNOWN_FAMILIES,
      limits: { series, characters: bytes },
    });
    return {
      module: AppModule,
      controllers: [
        ...(config.ADMIN_API === 'on' ? [AdminController] : []),
        PushController,
        V1PushController,
        MetricsController,
        HealthController,
      ],
      providers: [
        ...adding,
        {
          provide: PushStore,
          inject: [Totals],
          useFactory: (totals: Totals) => new PushStore(sharedLimits(totals, { series, bytes })),
        },
        { provide: Journal, inject: [LOG], useFactory: (log: Log) => journalOf(config, log) },
        {
          provide: Ingest,
          inject: [PushStore, Registry, LOG, Journal, Totals, Expiry],
          useFactory: ingestOf,
        },
        { provide: Expiry, useFactory: () => new Expiry(config.GROUP_EXPIRY_SECONDS) },
        { provide: Sweep, inject: [Ingest], useFactory: (ingest: Ingest) => new Sweep(ingest) },
        {
          provide: HealthAggregator,
          useFactory: () =>
            new HealthAggregator(config.HEALTH_AGGREGATOR_URL, LIMITS.healthDeadlineMs),
        },
      ],
    };
  }
}

/** Groups and increments share one budget: what the one takes is not there for the other. */
function sharedLimits(totals: Totals, all: Pick<Limits, 'series' | 'bytes'>): Limits {
  return {
    groups: LIMITS.groups,
    bytes: all.bytes,
    get series() {
      return all.series - totals.held.series;
    },
  };
}

type Given = readonly [
  store: PushStore,
  registry: Registry,
  log: Log,
  journal: Journal,
  totals: Totals,
  expiry: Expiry,
];

function ingestOf(...[store, registry, log, journal, totals, expiry]: Given): Ingest {
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
    held(() => store.series + totals.held.series),
  );
  return new Ingest(store, registry, {
    journal,
    totals,
    expiry,
    pushes: bind(registry, gateway.pushes),
    expired: bind(registry, gateway.expired),
    log,
  });
}
