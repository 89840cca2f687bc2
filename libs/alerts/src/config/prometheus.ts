import {
  SCRAPE_JOB_NAMES,
  type OptionalJob,
  type RequiredJob,
  type ScrapeJob,
} from '@aura/metrics';
import { stringify } from 'yaml';

/** Addresses as `host:port`, for Prometheus 3 adds no port of its own; or a name that DNS knows while it runs. */
export type Targets = readonly string[] | { readonly name: string; readonly port: number };

/** How a server that is not open to everyone is asked. Paths as Prometheus sees them. */
export interface Access {
  /** Asked over TLS, and its certificate checked against those that everybody trusts. */
  readonly isTls?: true;
  /** The same, and its certificate checked against this one. */
  readonly caFile?: string;
  /** A file that holds a bearer token. */
  readonly tokenFile?: string;
  readonly user?: { readonly name: string; readonly passwordFile: string };
}

/** Storage elsewhere that is sent every sample. */
export interface RemoteWrite {
  readonly url: string;
  /** A file that holds a bearer token. */
  readonly tokenFile?: string;
}

/** Where things are in one deployment. */
export interface PrometheusSettings {
  readonly targets: Readonly<Record<RequiredJob, Targets>> &
    Readonly<Partial<Record<OptionalJob, Targets>>>;
  readonly alertmanagers: readonly string[];
  /** Paths as Prometheus sees them, relative to its configuration file. */
  readonly ruleFiles: readonly string[];
  /** Names this deployment on every alert and in federation. */
  readonly deployment: string;
  /** Tells two Prometheus servers of one deployment apart where their samples meet, and in no alert. */
  readonly replica?: string;
  /** Jobs whose servers ask who comes; that of the Alertmanager also holds for the alerts sent to it. */
  readonly access?: Readonly<Partial<Record<ScrapeJob, Access>>>;
  readonly remoteWrite?: RemoteWrite;
  /** Other Prometheus servers, `host:port`, whose recorded series this one takes over. */
  readonly federated?: readonly string[];
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
  const { deployment, replica, remoteWrite, federated = [] } = settings;
  return (
    '# Generated. Change libs/alerts/src/config/prometheus.ts instead.\n' +
    stringify(
      {
        global: {
          scrape_interval: DEFAULT_INTERVAL,
          scrape_timeout: SCRAPE_TIMEOUT,
          evaluation_interval: '5s',
          external_labels: { deployment, ...(replica === undefined ? {} : { replica }) },
        },
        rule_files: settings.ruleFiles,
        alerting: alerting(settings),
        scrape_configs: [
          ...SCRAPE_JOB_NAMES.flatMap((job) => scrapeConfig(job, settings)),
          ...(federated.length === 0 ? [] : [federation(federated, settings.access?.prometheus)]),
        ],
        ...(remoteWrite === undefined ? {} : { remote_write: [remoteStorage(remoteWrite)] }),
      },
      { lineWidth: 0, aliasDuplicateObjects: false },
    )
  );
}

function alerting({ alertmanagers, replica, access = {} }: PrometheusSettings): object {
  return {
    // The Alertmanager tells alerts apart by their labels: the same from two servers has to be one.
    ...(replica === undefined
      ? {}
      : { alert_relabel_configs: [{ action: 'labeldrop', regex: 'replica' }] }),
    alertmanagers: [
      { ...reached(access.alertmanager), static_configs: [{ targets: alertmanagers }] },
    ],
  };
}

function scrapeConfig(job: ScrapeJob, { targets, access = {} }: PrometheusSettings): object[] {
  const where = targets[job];
  if (where === undefined) return [];
  const interval = SCRAPE_INTERVAL[job];
  return [
    {
      job_name: job,
      ...(interval === undefined ? {} : { scrape_interval: interval }),
      // What is pushed names its own job and instance; without this Prometheus would rename them exported_job.
      ...(job === 'metrics-gateway' ? { honor_labels: true } : {}),
      ...reached(access[job], where),
      ...('name' in where ? discovered(where) : { static_configs: [{ targets: where }] }),
    },
  ];
}

/** A name that DNS does not know is no target, where an address that does not answer is one that is down. */
function discovered({ name, port }: Extract<Targets, { name: string }>): object {
  return {
    dns_sd_configs: [{ names: [name], type: 'A', port, refresh_interval: '15s' }],
    // Addresses change with every start of a container, and each would begin new series.
    relabel_configs: [
      {
        source_labels: ['__meta_dns_name'],
        target_label: 'instance',
        replacement: `$1:${String(port)}`,
      },
    ],
  };
}

function reached(access: Access = {}, where: Targets = []): object {
  const { isTls, caFile, tokenFile, user } = access;
  const isSecure = isTls === true || caFile !== undefined;
  return {
    ...(isSecure ? { scheme: 'https', ...verified(caFile, where) } : {}),
    ...(tokenFile === undefined ? {} : { authorization: { credentials_file: tokenFile } }),
    ...(user === undefined
      ? {}
      : { basic_auth: { username: user.name, password_file: user.passwordFile } }),
  };
}

/** What DNS has found is asked by its address, and its certificate is still for the name. */
function verified(caFile: string | undefined, where: Targets): object {
  const checks = {
    ...(caFile === undefined ? {} : { ca_file: caFile }),
    ...('name' in where ? { server_name: where.name } : {}),
  };
  return Object.keys(checks).length === 0 ? {} : { tls_config: checks };
}

/** What rules have recorded, and whether its own targets are up: raw series stay where they were scraped. */
/** They are asked as this one is itself: by the same user, its certificate signed by the same authority. */
function federation(federated: readonly string[], access: Access | undefined): object {
  return {
    job_name: 'federation',
    honor_labels: true,
    metrics_path: '/federate',
    params: { 'match[]': ['{__name__=~".+:.+"}', 'up'] },
    ...reached(access),
    static_configs: [{ targets: federated }],
  };
}

function remoteStorage({ url, tokenFile }: RemoteWrite): object {
  return {
    url,
    ...(tokenFile === undefined ? {} : { authorization: { credentials_file: tokenFile } }),
  };
}
