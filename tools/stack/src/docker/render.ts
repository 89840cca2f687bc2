import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  alertmanagerConfig,
  COMPOSE_PROMETHEUS,
  prometheusConfig,
  type Access,
  type AlertmanagerSettings,
  type PrometheusSettings,
} from '@aura/alerts';
import { hash } from 'bcryptjs';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { Rules } from '../parts/rules.js';
import type { Settings } from '../settings/settings.js';
import type { DockerPlace } from './place.js';
import type { Secrets } from './secrets.js';

/** 2^10 of them: some 60 ms a login, which Prometheus remembers; guessing takes as long for each guess. */
const ROUNDS = 10;

/** What a rendering is made from. */
export interface Told {
  readonly place: DockerPlace;
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly rules: Rules;
}

/** Writes what Prometheus, the Alertmanager and Grafana read. */
export async function render(told: Told): Promise<void> {
  const { place, settings, rules } = told;
  const web = await webConfig(told);
  const certificate = await textOf(settings.TLS_CERT_FILE);
  const authority = await textOf(settings.TLS_CA_FILE ?? settings.TLS_CERT_FILE);
  const files = {
    'prometheus/prometheus.yml': prometheusConfig(prometheusSettings(settings)),
    'prometheus/alert_rules.yml': rules['alert_rules.yml'],
    'prometheus/recording_rules.yml': rules['recording_rules.yml'],
    'prometheus/web.yml': web,
    'prometheus/web.crt': certificate,
    'prometheus/ca.crt': authority,
    'alertmanager/alertmanager.yml': alertmanagerConfig(receivers(told)),
    'alertmanager/web.yml': web,
    'alertmanager/web.crt': certificate,
    'grafana/tls/web.crt': certificate,
    'grafana/datasources/aura.yml': await datasources(told),
  };
  for (const [name, text] of Object.entries(files)) await write(place.config, name, text);
}

/** Containers read them as users of their own; the folder above is closed to everybody else. */
async function write(folder: string, name: string, text: string): Promise<void> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, 0o644);
}

async function textOf(file: string | undefined): Promise<string> {
  return file === undefined ? '' : readFile(file, 'utf8');
}

/** What Prometheus and the Alertmanager ask of those who come: the same file serves both. */
async function webConfig({ settings, secrets }: Told): Promise<string> {
  const { TLS_CERT_FILE: certificate, MONITORING_USER: user } = settings;
  return stringify({
    ...(certificate === undefined
      ? {}
      : {
          tls_server_config: {
            cert_file: 'web.crt',
            key_file: '/run/secrets/web_key',
            min_version: 'TLS12',
          },
        }),
    ...(user === undefined
      ? {}
      : { basic_auth_users: { [user]: await hash(secrets.monitoring_password, ROUNDS) } }),
  });
}

function prometheusSettings(settings: Settings): PrometheusSettings {
  const access = accessOf(settings);
  const further = settings.PROMETHEUS_ALERTMANAGERS?.split(',') ?? [];
  const { PROMETHEUS_REPLICA: replica, PROMETHEUS_FEDERATE_FROM: federated } = settings;
  return {
    ...COMPOSE_PROMETHEUS,
    targets: targetsOf(settings),
    alertmanagers: [...COMPOSE_PROMETHEUS.alertmanagers, ...further],
    access: { prometheus: access, alertmanager: access },
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

/** The operator's own application, where it is not the sample. */
function applicationTargets({ APPLICATION_URL: url }: Settings): readonly string[] | undefined {
  if (url === undefined) return undefined;
  const { hostname, port, protocol } = new URL(url);
  return [`${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`];
}

function accessOf({ TLS_CERT_FILE: certificate, MONITORING_USER: name }: Settings): Access {
  return {
    ...(certificate === undefined ? {} : { caFile: 'ca.crt' }),
    ...(name === undefined
      ? {}
      : { user: { name, passwordFile: '/run/secrets/monitoring_password' } }),
  };
}

function receivers(told: Told): AlertmanagerSettings {
  const { settings, secrets } = told;
  const { DEAD_MANS_SWITCH_URL: url, TICKET_HOURS: hours } = settings;
  const tokenFile = '/run/secrets/dead_mans_switch_token';
  return {
    ...mail(told),
    ...(secrets.slack_webhook_url && {
      slack: { apiUrlFile: '/run/secrets/slack_webhook_url', channel: settings.SLACK_CHANNEL },
    }),
    ...(url && { deadMansSwitch: { url, ...(secrets.dead_mans_switch_token && { tokenFile }) } }),
    ...(hours && { businessHours: hours }),
  };
}

function mail({ settings, secrets }: Told): Pick<AlertmanagerSettings, 'mail'> {
  const { ALERTMANAGER_SMTP_SMARTHOST: smarthost, ALERTMANAGER_SMTP_FROM: from = '' } = settings;
  const { ALERTMANAGER_SMTP_USERNAME: username = from, ALERTMANAGER_SMTP_TO: to = '' } = settings;
  if (smarthost === undefined) return {};
  const login = { username, passwordFile: '/run/secrets/smtp_password' };
  return {
    mail: { smarthost, from, to, requireTls: true, ...(secrets.smtp_password && { login }) },
  };
}

const datasourcesSchema = z.looseObject({
  datasources: z.array(z.looseObject({ url: z.string(), jsonData: z.looseObject({}) })),
});

/** The committed provisioning, with what it takes to come to guarded servers. */
async function datasources({ place, settings }: Told): Promise<string> {
  const file = path.join(place.root, 'docker/grafana/provisioning/datasources/aura.yml');
  const text = await readFile(file, 'utf8');
  const { MONITORING_USER: user, TLS_CERT_FILE: certificate } = settings;
  if (user === undefined && certificate === undefined) return text;
  const committed = datasourcesSchema.parse(parse(text));
  const password = '$__file{/run/secrets/monitoring_password}';
  const guarded = committed.datasources.map((one) => ({
    ...one,
    ...(certificate && { url: one.url.replace('http:', 'https:') }),
    ...(user && { basicAuth: true, basicAuthUser: user }),
    jsonData: { ...one.jsonData, ...(certificate && { tlsAuthWithCACert: true }) },
    secureJsonData: {
      ...(user && { basicAuthPassword: password }),
      ...(certificate && { tlsCACert: '$__file{/etc/grafana/tls/web.crt}' }),
    },
  }));
  return stringify({ ...committed, datasources: guarded });
}
