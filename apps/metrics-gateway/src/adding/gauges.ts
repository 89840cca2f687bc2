import { readAtScrape } from '@aura/instrumentation';
import { gateway } from '@aura/metrics';
import type { Log } from '@aura/service';
import type { Registry } from 'prom-client';
import type { Answer } from './adder.js';
import type { Budgets } from './budgets.js';
import type { Producers } from './producers.js';
import type { Quarantine } from '../door/quarantine.js';

interface Sources {
  readonly producers: Producers<Answer>;
  readonly quarantine: Quarantine;
  readonly budgets: Budgets;
  readonly log: Log;
}

/** Has each scrape read how much of what is limited is taken. */
export function gaugesOf(
  registry: Registry,
  { producers, quarantine, budgets, log }: Sources,
): void {
  const read = (figure: () => number) => ({
    read: () => Promise.resolve([{ labels: {}, value: figure() }]),
    onError: (err: Error) => {
      log.error({ err }, 'reading what is held failed');
    },
  });
  const figures = [
    [gateway.producers, () => producers.size],
    [gateway.quarantined, () => quarantine.series],
    [gateway.seriesLimit, () => budgets.total.limit],
  ] as const;
  for (const [metric, figure] of figures) readAtScrape(registry, metric, read(figure));
}
