import {
  CATALOGUE,
  EXTERNAL,
  EXTERNAL_METRICS,
  METRICS,
  SCRAPE_JOB_NAMES,
  type Metric,
  type ScrapeJob,
} from '@aura/metrics';
import { parse } from 'yaml';
import { z } from 'zod';
import { prometheusConfig } from '../config/prometheus.js';
import { durationSeconds } from './promql/duration.js';

/** What the linter holds rules against. */
export interface Knowledge {
  readonly metrics: readonly Metric[];
  /** Names of metrics that a batch pushes: they stay when it dies and go when the gateway forgets them. */
  readonly pushed: ReadonlySet<string>;
  /** The scrape job of the exporter that serves a metric. */
  readonly exporterJob: ReadonlyMap<string, string>;
  readonly jobs: readonly string[];
  /** Names of metrics that any job may carry: what Prometheus writes of each target, and what is pushed. */
  readonly ofEveryJob: ReadonlySet<string>;
  /** Names of metrics that carry more labels than anybody can list. */
  readonly ofAnyLabel: ReadonlySet<string>;
  /** Labels that a series may carry besides its metric's own. */
  readonly targetLabels: readonly string[];
  readonly scrape: ScrapeIntervals;
}

export interface ScrapeIntervals {
  readonly defaultSeconds: number;
  readonly secondsByJob: Readonly<Record<string, number>>;
}

const config = z.object({
  global: z.object({ scrape_interval: z.string() }),
  scrape_configs: z.array(
    z.object({ job_name: z.string(), scrape_interval: z.string().optional() }),
  ),
});

/** This house's metrics, jobs and scrape intervals. */
export function houseKnowledge(): Knowledge {
  const { up, ...own } = EXTERNAL.prometheus;
  const pushed = Object.values(CATALOGUE.sweep).map(({ name }) => name);
  const { evaluated, ...scraped } = EXTERNAL;
  const exporters = Object.entries<Readonly<Record<string, Metric>>>({
    ...scraped,
    prometheus: own,
  });
  return {
    metrics: [...METRICS, ...EXTERNAL_METRICS, ...SCRAPE_METRICS],
    pushed: new Set(pushed),
    ofEveryJob: new Set([
      ...[up.name, evaluated.alerts.name],
      ...SCRAPE_METRICS.map(({ name }) => name),
      ...pushed,
    ]),
    ofAnyLabel: new Set(Object.values(evaluated).map(({ name }) => name)),
    exporterJob: new Map(
      exporters.flatMap(([job, group]) =>
        Object.values(group)
          .filter(({ name }) => name !== up.name)
          .map(({ name }) => [name, job] as const),
      ),
    ),
    jobs: SCRAPE_JOB_NAMES,
    targetLabels: ['job', 'instance'],
    scrape: houseIntervals(),
  };
}

/** The intervals as the generated configuration of Prometheus states them. */
function houseIntervals(): ScrapeIntervals {
  const nowhere = Object.fromEntries(SCRAPE_JOB_NAMES.map((job) => [job, []]));
  const text = prometheusConfig({
    targets: nowhere as unknown as Readonly<Record<ScrapeJob, readonly string[]>>, // one key a job, made above
    alertmanagers: [],
    ruleFiles: [],
    deployment: '',
  });
  const { global, scrape_configs } = config.parse(parse(text));
  return {
    defaultSeconds: durationSeconds(global.scrape_interval) ?? 60,
    secondsByJob: Object.fromEntries(
      scrape_configs.flatMap(({ job_name, scrape_interval }) => {
        const seconds = durationSeconds(scrape_interval ?? '');
        return seconds === undefined ? [] : [[job_name, seconds] as const];
      }),
    ),
  };
}

const scrapeGauge = (name: string, unit: Metric['unit'], help: string): Metric => {
  return { kind: 'gauge', name, unit, help, labels: {} };
};

/** What Prometheus writes for every target besides `up`. */
const SCRAPE_METRICS: readonly Metric[] = [
  scrapeGauge('scrape_duration_seconds', 'seconds', 'Time the last scrape took.'),
  scrapeGauge('scrape_samples_scraped', 'count', 'Samples the target exposed.'),
  scrapeGauge(
    'scrape_samples_post_metric_relabeling',
    'count',
    'Samples left after metric relabelling.',
  ),
  scrapeGauge('scrape_series_added', 'count', 'Series that were new in the last scrape.'),
];
