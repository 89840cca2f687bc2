import { gateway } from '@aura/metrics';
import type { Registry } from 'prom-client';
import type { Quarantine } from '../door/quarantine.js';
import type { Config } from '../config.js';
import { LIMITS } from '../limits.js';
import { askedOf } from './asked.js';
import { choose } from './chosen.js';
import { documentOf } from './document.js';
import type { Glance } from './glance.js';
import { read, type Reading, type Sources } from './reading.js';

interface Visit {
  /** Path and query. */
  readonly url: string;
  readonly origin: string;
  readonly nowSeconds: number;
}

interface Given extends Sources {
  readonly registry: Registry;
  readonly config: Config;
  readonly startedAt: number;
  readonly quarantine: Pick<Quarantine, 'series'>;
}

/** The page, written for each who asks. What is held is looked over once for all who ask at the same time. */
export class WebPage {
  private reading: Promise<Reading> | undefined;

  constructor(private readonly given: Given) {}

  async written({ url, origin, nowSeconds }: Visit): Promise<string> {
    const { config } = this.given;
    const asked = askedOf(url);
    this.reading ??= read(this.given).finally(() => {
      this.reading = undefined;
    });
    const chosen = await choose(await this.reading, asked);
    const glance = await this.glance();
    const metricsPath = config.METRICS_PORT === undefined ? '/metrics' : undefined;
    const alarmingShare = config.thresholds.gateway.seriesBudgetUsed.value;
    return documentOf({ asked, chosen, glance, nowSeconds, origin, metricsPath, alarmingShare })
      .text;
  }

  private async glance(): Promise<Glance> {
    const { store, totals, quarantine, registry, config, startedAt } = this.given;
    const { gateway: limits } = config.thresholds;
    const counted = await registry.getSingleMetric(gateway.pushes.name)?.get();
    const of = (outcome: string): number =>
      (counted?.values ?? [])
        .filter(({ labels }) => labels['outcome'] === outcome)
        .reduce((sum, { value }) => sum + value, 0);
    return {
      groups: store.groups,
      groupLimit: LIMITS.groups,
      series: store.series + totals.held.series,
      budget: limits.series.value,
      budgets: {
        family: limits.seriesPerFamily.value,
        group: limits.seriesPerGroup.value,
        producer: limits.seriesPerProducer.value,
      },
      accepted: of('accepted'),
      duplicate: of('duplicate'),
      refused: of('refused'),
      quarantined: quarantine.series,
      fsync: config.DATA_DIR === undefined ? undefined : config.DATA_FSYNC,
      startedAt,
    };
  }
}
