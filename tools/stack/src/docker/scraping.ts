import { COMPOSE_PROMETHEUS, type Access, type PrometheusSettings } from '@aura/alerts';
import type { Settings } from '../settings/settings.js';
import { asksForTokens } from './guard.js';

/** What Prometheus scrapes and whom it tells, as this deployment has them. */
export function prometheusSettings(settings: Settings): PrometheusSettings {
  const further = settings.PROMETHEUS_ALERTMANAGERS?.split(',') ?? [];
  const { PROMETHEUS_REPLICA: replica, PROMETHEUS_FEDERATE_FROM: federated } = settings;
  return {
    ...COMPOSE_PROMETHEUS,
    targets: targetsOf(settings),
    alertmanagers: [...COMPOSE_PROMETHEUS.alertmanagers, ...further],
    access: accessOf(settings),
    ...(replica && { replica }),
    ...(federated && { federated: federated.split(',') }),
    ...remoteWrite(settings),
  };
}

/** What was left out is no target, and so is not down. */
function targetsOf(settings: Settings): PrometheusSettings['targets'] {
  const { redis, cadvisor, ...targets } = COMPOSE_PROMETHEUS.targets;
  const runs = (name: string): boolean => !settings.COMPOSE_WITHOUT.includes(name);
  const application = applicationTargets(settings);
  return {
    ...targets,
    ...(application && { application }),
    ...(redis && runs('redis') && { redis }),
    ...(cadvisor && runs('cadvisor') && { cadvisor }),
  };
}

/** The operator's own application, where it is not the sample. */
function applicationTargets({ APPLICATION_URL: url }: Settings): readonly string[] | undefined {
  if (url === undefined) return undefined;
  const { hostname, port, protocol } = new URL(url);
  return [`${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`];
}

function accessOf(settings: Settings): NonNullable<PrometheusSettings['access']> {
  const { TLS_CERT_FILE: certificate, MONITORING_USER: name } = settings;
  const tls = certificate === undefined ? {} : { caFile: 'ca.crt' };
  const login: Access =
    name === undefined ? {} : { user: { name, passwordFile: '/run/secrets/monitoring_password' } };
  const token: Access = asksForTokens(settings) ? { tokenFile: '/run/secrets/metrics_token' } : {};
  const ours = { ...tls, ...token };
  return {
    prometheus: { ...tls, ...login },
    alertmanager: { ...tls, ...login },
    'metrics-gateway': ours,
    'health-aggregator': ours,
    'gpu-queue-collector': ours,
    'business-reporter': ours,
    application: settings.APPLICATION_URL === undefined ? ours : ownApplication(settings),
  };
}

/** Its certificate is its own: who signs it is known to this deployment, or to everybody. */
function ownApplication(settings: Settings): Access {
  const isTls = settings.APPLICATION_URL?.startsWith('https:') === true;
  const hasToken =
    (settings.APPLICATION_METRICS_TOKEN ?? settings.APPLICATION_METRICS_TOKEN_FILE) !== undefined;
  return {
    ...(isTls && (settings.TLS_CA_FILE === undefined ? { isTls } : { caFile: 'ca.crt' })),
    ...(hasToken && { tokenFile: '/run/secrets/application_metrics_token' }),
  };
}

function remoteWrite(settings: Settings): Pick<PrometheusSettings, 'remoteWrite'> {
  const url = settings.PROMETHEUS_REMOTE_WRITE_URL;
  if (url === undefined) return {};
  const hasToken =
    (settings.PROMETHEUS_REMOTE_WRITE_TOKEN ?? settings.PROMETHEUS_REMOTE_WRITE_TOKEN_FILE) !==
    undefined;
  return {
    remoteWrite: { url, ...(hasToken && { tokenFile: '/run/secrets/remote_write_token' }) },
  };
}
