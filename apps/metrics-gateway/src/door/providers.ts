import { bind } from '@aura/instrumentation';
import { gateway, METRICS } from '@aura/metrics';
import type { Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
import { Budgets, type BudgetLimits } from '../adding/budgets.js';
import { Totals, type Size } from '../adding/totals.js';
import type { Config } from '../config.js';
import { PushStore } from '../groups/store.js';
import { LIMITS } from '../limits.js';
import { Door } from './door.js';
import { Folds } from './folds.js';
import { Quarantine } from './quarantine.js';

/** What groups and increments must both get past: the catalogue, and the budgets. */
export function doorProviders(config: Config): Provider[] {
  const { quarantinedSeries } = config.thresholds.gateway;
  const apart = sizeFor(quarantinedSeries.value);
  return [
    { provide: Door, useFactory: () => new Door(METRICS, config.UNKNOWN_FAMILIES) },
    {
      provide: Folds,
      inject: [Registry],
      useFactory: (registry: Registry) => new Folds(bind(registry, gateway.folded)),
    },
    { provide: Quarantine, useFactory: () => new Quarantine(apart) },
    {
      provide: Budgets,
      inject: [Totals, PushStore, Quarantine],
      useFactory: (totals: Totals, store: PushStore, quarantine: Quarantine) =>
        new Budgets({ totals, store, quarantine, limits: roomOf(config) }),
    },
  ];
}

/** How much groups and increments may hold together, and each of them. */
export function roomOf({ thresholds }: Config): BudgetLimits {
  const { series, seriesPerFamily, seriesPerGroup, seriesPerProducer } = thresholds.gateway;
  return {
    ...sizeFor(series.value),
    seriesPerFamily: seriesPerFamily.value,
    seriesPerGroup: seriesPerGroup.value,
    seriesPerProducer: seriesPerProducer.value,
  };
}

function sizeFor(series: number): Size {
  return { series, characters: series * LIMITS.bytesPerSeries };
}
