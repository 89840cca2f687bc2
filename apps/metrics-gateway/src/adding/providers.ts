import { METRICS } from '@aura/metrics';
import { LOG, type Log } from '@aura/service';
import type { Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
import type { Config } from '../config.js';
import { Journal } from '../journal/journal.js';
import { LIMITS } from '../limits.js';
import { Outcomes } from '../outcomes.js';
import { registeredIn } from '../registered.js';
import { PushStore } from '../store.js';
import { Adder, type Answer } from './adder.js';
import { conflictOfAdded } from './apart.js';
import { Door } from './door.js';
import { AddIntake } from './intake.js';
import { Producers } from './producers.js';
import { registerAdded } from './records.js';
import { Totals, type Held } from './totals.js';

/** How much groups and increments may hold together. */
export function roomOf({ thresholds }: Config): Held {
  const series = thresholds.gateway.series.value;
  return { series, characters: series * LIMITS.bytesPerSeries };
}

/** All that `POST /v1/push` needs; the adder is there for every other way in that adds. */
export function addingProviders(config: Config): Provider[] {
  return [
    { provide: Totals, useFactory: () => new Totals() },
    { provide: Door, useFactory: () => new Door(METRICS, config.UNKNOWN_FAMILIES) },
    { provide: Producers, useFactory: () => new Producers<Answer>(LIMITS.adding) },
    {
      provide: Adder,
      inject: [Totals, Producers, PushStore, Registry, Journal, LOG, Door],
      useFactory: (...given: Given) => adderOf(roomOf(config), given),
    },
    {
      provide: AddIntake,
      inject: [Adder, Journal, Outcomes],
      useFactory: (adder: Adder, journal: Journal, outcomes: Outcomes) =>
        new AddIntake({ adder, journal, outcomes }),
    },
  ];
}

type Given = readonly [
  totals: Totals,
  producers: Producers<Answer>,
  store: PushStore,
  registry: Registry,
  journal: Journal,
  log: Log,
  door: Door,
];

function adderOf(
  limits: Held,
  [totals, producers, store, registry, journal, log, door]: Given,
): Adder {
  const others = {
    own: (name: string) => registeredIn(registry, name),
    grouped: (name: string) => store.declared(name),
  };
  const adder = new Adder({
    totals,
    producers,
    door,
    conflict: (families) => conflictOfAdded(families, totals, others),
    room: () => ({
      series: limits.series - store.series - totals.held.series,
      characters: limits.characters - totals.held.characters,
    }),
    retryAfterSeconds: LIMITS.retryAfterSeconds,
  });
  registerAdded(journal, { adder, totals, producers, log });
  return adder;
}
