import { SCRAPE_JOB_NAMES, type ScrapeJob } from '@aura/metrics';
import { stringify } from 'yaml';

/** Where things are in one deployment. Addresses are `host:port`; Prometheus 3 adds no port of its own. */
export interface PrometheusSettings {
  readonly targets: Readonly<Record<ScrapeJob, readonly string[]>>;
  readonly alertmanagers: readonly string[];
  /** Paths as Prometheus sees them, relative to its configuration file. */
  readonly ruleFiles: readonly string[];
  /** Names this deployment on every alert and in federation. */
  readonly deployment: string;
}

/**
 * How often a job is scraped. The application is watched closely, because a page about it is due within half
 * a minute; Prometheus and the Alertmanager change slowly.
 */
const SCRAPE_INTERVAL: Readonly<Partial<Record<ScrapeJob, string>>> = {
  application: '5s',
  prometheus: '30s',
  alertmanager: '30s',
};
const DEFAULT_INTERVAL = '15s';
/** Shorter than every scrape interval, and longer than a database exporter takes to give up. */
const SCRAPE_TIMEOUT = '4s';

/** The configuration file of Prometheus, readable by 2.42 and by 3.x. */
export function prometheusConfig(settings: PrometheusSettings): string {
  return (
    '# Generated. Change libs/alerts/src/config/prometheus.ts instead.\n' +
    stringify(
      {
        global: {
          scrape_interval: DEFAULT_INTERVAL,
          scrape_timeout: SCRAPE_TIMEOUT,
          evaluation_interval: '5s',
          external_labels: { deployment: settings.deployment },
        },
        rule_files: settings.ruleFiles,
        alerting: { alertmanagers: [{ static_configs: [{ targets: settings.alertmanagers }] }] },
        scrape_configs: SCRAPE_JOB_NAMES.map((job) => scrapeConfig(job, settings.targets[job])),
      },
      { lineWidth: 0, aliasDuplicateObjects: false },
    )
  );
}

function scrapeConfig(job: ScrapeJob, targets: readonly string[]): object {
  const interval = SCRAPE_INTERVAL[job];
  return {
    job_name: job,
    ...(interval === undefined ? {} : { scrape_interval: interval }),
    // What is pushed names its own job and instance; without this Prometheus would rename them exported_job.
    ...(job === 'metrics-gateway' ? { honor_labels: true } : {}),
    static_configs: [{ targets }],
  };
}
