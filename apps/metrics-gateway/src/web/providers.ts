import type { Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
import { Budgets } from '../adding/budgets.js';
import { Producers } from '../adding/producers.js';
import { Quarantine } from '../door/quarantine.js';
import { Totals } from '../adding/totals.js';
import type { Config } from '../config.js';
import { Outcomes } from '../outcomes.js';
import { PushStore } from '../groups/store.js';
import { WebPage } from './web-page.js';

type Given = readonly [
  store: PushStore,
  totals: Totals,
  producers: Producers<unknown>,
  budgets: Budgets,
  outcomes: Outcomes,
  registry: Registry,
  quarantine: Quarantine,
];

export function webProviders(config: Config): Provider[] {
  return [
    {
      provide: WebPage,
      inject: [PushStore, Totals, Producers, Budgets, Outcomes, Registry, Quarantine],
      useFactory: (...[store, totals, producers, budgets, ...given]: Given) => {
        const [outcomes, registry, quarantine] = given;
        const startedAt = Date.now() / 1000;
        const sources = { store, totals, producers, budgets, outcomes };
        return new WebPage({ ...sources, registry, quarantine, config, startedAt });
      },
    },
  ];
}
