import { bind } from '@aura/instrumentation';
import { gateway } from '@aura/metrics';
import { LOG, type Log } from '@aura/service';
import type { Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
import type { Config } from '../config.js';
import { MemoryCeiling } from '../guard/memory.js';
import { Journal } from '../journal/journal.js';
import { LIMITS } from '../limits.js';
import { Outcomes } from '../outcomes.js';
import { registeredIn } from '../registered.js';
import { PushStore } from '../groups/store.js';
import { Adder, type Answer } from './adder.js';
import { conflictOfAdded } from './apart.js';
import { Budgets } from './budgets.js';
import { Door } from '../door/door.js';
import { Folds } from '../door/folds.js';
import { gaugesOf } from './gauges.js';
import { AddIntake } from './intake.js';
import { Producers } from './producers.js';
import { Quarantine } from '../door/quarantine.js';
import { registerAdded } from './records.js';
import { SumsExpiry } from './sums-expiry.js';
import { Totals } from './totals.js';

/** All that `POST /v1/push` needs; the adder is there for every other way in that adds. */
export function addingProviders(config: Config): Provider[] {
  const { producers } = config.thresholds.gateway;
  return [
    { provide: Totals, useFactory: () => new Totals() },
    {
      provide: Producers,
      useFactory: () => new Producers<Answer>({ ...LIMITS.adding, producers: producers.value }),
    },
    { provide: Adder, inject: [...GIVEN], useFactory: adderOf },
    {
      provide: SumsExpiry,
      inject: [Adder, Journal, Registry],
      useFactory: (adder: Adder, journal: Journal, registry: Registry) => {
        const expired = bind(registry, gateway.seriesExpired);
        const afterSeconds = config.SERIES_EXPIRY_SECONDS;
        return new SumsExpiry({ adder, journal, expired, afterSeconds });
      },
    },
    {
      provide: AddIntake,
      inject: [Adder, Journal, Outcomes],
      useFactory: (adder: Adder, journal: Journal, outcomes: Outcomes) =>
        new AddIntake({ adder, journal, outcomes }),
    },
  ];
}

const GIVEN = [
  ...[Totals, Producers, PushStore, Registry, Journal],
  ...[LOG, Door, Budgets, Quarantine, Folds, MemoryCeiling],
] as const;

type Given = readonly [
  totals: Totals,
  producers: Producers<Answer>,
  store: PushStore,
  registry: Registry,
  journal: Journal,
  log: Log,
  door: Door,
  budgets: Budgets,
  quarantine: Quarantine,
  folds: Folds,
  memory: MemoryCeiling,
];

function adderOf(
  ...[totals, producers, store, registry, journal, log, door, budgets, ...given]: Given
): Adder {
  const [quarantine, folds, memory] = given;
  const others = {
    own: (name: string) => registeredIn(registry, name),
    grouped: (name: string) => store.declared(name),
  };
  const adder = new Adder({
    totals,
    producers,
    door,
    quarantined: quarantine.sums,
    conflict: (families) => conflictOfAdded(families, totals, others),
    excess: (opens) => budgets.excess(opens),
    scarce: () => memory.fault(),
    retryAfterSeconds: LIMITS.retryAfterSeconds,
    onFolded: (family, series) => folds.count(family, series),
  });
  registerAdded(journal, { adder, sums: [totals, quarantine.sums], producers, log });
  gaugesOf(registry, { producers, quarantine, budgets, log });
  return adder;
}
