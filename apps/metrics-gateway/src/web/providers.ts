import type { Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
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
  outcomes: Outcomes,
  registry: Registry,
  quarantine: Quarantine,
];

export function webProviders(config: Config): Provider[] {
  return [
    {
      provide: WebPage,
      inject: [PushStore, Totals, Producers, Outcomes, Registry, Quarantine],
      useFactory: (...[store, totals, producers, outcomes, registry, quarantine]: Given) => {
        const startedAt = Date.now() / 1000;
        const sources = { store, totals, producers, outcomes };
        return new WebPage({ ...sources, registry, quarantine, config, startedAt });
      },
    },
  ];
}
