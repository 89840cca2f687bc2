import { bind, readAtScrape } from '@aura/instrumentation';
import { gateway } from '@aura/metrics';
import { LOG, type Log } from '@aura/service';
import type { Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
import { Adder } from '../adding/adder.js';
import type { BudgetLimits } from '../adding/budgets.js';
import { Door } from '../door/door.js';
import { roomOf } from '../door/providers.js';
import { Quarantine } from '../door/quarantine.js';
import { SumsExpiry } from '../adding/sums-expiry.js';
import { Totals } from '../adding/totals.js';
import type { Config } from '../config.js';
import { Expiry } from './expiry.js';
import { MemoryCeiling } from '../guard/memory.js';
import { GroupIntake } from './intake.js';
import { Journal } from '../journal/journal.js';
import { LIMITS } from '../limits.js';
import { Outcomes } from '../outcomes.js';
import { type Limits } from './shares.js';
import { PushStore } from './store.js';
import { Sweep } from '../sweep.js';

/** All that the Pushgateway's interface needs. */
export function groupProviders(config: Config): Provider[] {
  return [
    {
      provide: PushStore,
      inject: [Totals, MemoryCeiling],
      useFactory: (totals: Totals, memory: MemoryCeiling) =>
        new PushStore(sharedLimits(totals, memory, roomOf(config))),
    },
    {
      provide: GroupIntake,
      inject: [
        PushStore,
        Registry,
        LOG,
        Journal,
        Totals,
        Expiry,
        Outcomes,
        Door,
        Quarantine,
        Adder,
      ],
      useFactory: intakeOf,
    },
    { provide: Expiry, useFactory: () => new Expiry(config.GROUP_EXPIRY_SECONDS) },
    {
      provide: Sweep,
      inject: [GroupIntake, SumsExpiry],
      useFactory: (intake: GroupIntake, sums: SumsExpiry) => new Sweep([intake, sums]),
    },
  ];
}

/** Groups and increments share one budget: what the one takes is not there for the other. */
function sharedLimits(totals: Totals, memory: MemoryCeiling, all: BudgetLimits): Limits {
  return {
    scarce: () => memory.fault(),
    groups: LIMITS.groups,
    seriesPerGroup: all.seriesPerGroup,
    seriesPerFamily: all.seriesPerFamily,
    bytes: all.characters,
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
  outcomes: Outcomes,
  door: Door,
  quarantine: Quarantine,
  adder: Adder,
];

function intakeOf(
  ...[store, registry, log, journal, totals, expiry, outcomes, door, quarantine, adder]: Given
): GroupIntake {
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
  return new GroupIntake(store, registry, {
    journal,
    totals,
    door,
    quarantine,
    adder,
    expiry,
    outcomes,
    expired: bind(registry, gateway.groupsExpired),
    log,
  });
}
