import { bind } from '@aura/instrumentation';
import { gateway, METRICS } from '@aura/metrics';
import { LOG, type Log } from '@aura/service';
import type { Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
import { Journal } from '../journal/journal.js';
import { LIMITS } from '../limits.js';
import { registeredIn } from '../registered.js';
import { PushStore } from '../store.js';
import { Adder, type Answer } from './adder.js';
import { conflictOfAdded } from './apart.js';
import { Door, type UnknownFamilies } from './door.js';
import { AddIntake } from './intake.js';
import { Producers } from './producers.js';
import { registerAdded } from './records.js';
import { Totals, type Held } from './totals.js';

interface Settings {
  readonly unknownFamilies: UnknownFamilies;
  /** For groups and increments together. */
  readonly limits: Held;
}

/** All that `POST /v1/push` needs; the totals are provided too, for the scrape and for groups to keep off them. */
export function addingProviders(settings: Settings): Provider[] {
  return [
    { provide: Totals, useFactory: () => new Totals() },
    {
      provide: AddIntake,
      inject: [Totals, PushStore, Registry, Journal, LOG],
      useFactory: (...given: Given) => intakeOf(settings, given),
    },
  ];
}

type Given = readonly [
  totals: Totals,
  store: PushStore,
  registry: Registry,
  journal: Journal,
  log: Log,
];

function intakeOf(
  { unknownFamilies, limits }: Settings,
  [totals, store, registry, journal, log]: Given,
): AddIntake {
  const producers = new Producers<Answer>(LIMITS.adding);
  const others = {
    own: (name: string) => registeredIn(registry, name),
    grouped: (name: string) => store.declared(name),
  };
  const adder = new Adder({
    totals,
    producers,
    door: new Door(METRICS, unknownFamilies),
    conflict: (families) => conflictOfAdded(families, totals, others),
    room: () => ({
      series: limits.series - store.series - totals.held.series,
      characters: limits.characters - totals.held.characters,
    }),
    retryAfterSeconds: LIMITS.retryAfterSeconds,
  });
  registerAdded(journal, { adder, totals, producers, log });
  return new AddIntake({ adder, journal, pushes: bind(registry, gateway.pushes), log });
}
