import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { alertmanagerConfig, prometheusConfig, type AlertmanagerSettings } from '@aura/alerts';
import { grafanaDashboard, pages } from '@aura/dashboards';
import type { Thresholds } from '@aura/thresholds';
import { hash } from 'bcryptjs';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { linksOf, type Rules } from '../parts/rules.js';
import type { Settings } from '../settings/settings.js';
import { clusterFlags, clusterTls } from './cluster.js';
import { asksForTokens, tokensFile } from './guard.js';
import { moreForCompose } from './more.js';
import type { DockerPlace } from './place.js';
import { prometheusSettings } from './scraping.js';
import type { Secrets } from './secrets.js';

/** 2^10 of them: some 60 ms a login, which Prometheus remembers; guessing takes as long for each guess. */
const ROUNDS = 10;

/** What a rendering is made from. */
export interface Told {
  readonly place: DockerPlace;
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly rules: Rules;
  readonly thresholds: Thresholds;
}

/** Writes what Prometheus, the Alertmanager, Grafana and our services read. */
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
    'alertmanager/ca.crt': authority,
    'alertmanager/cluster.yml': clusterTls(settings),
    'alertmanager/flags': clusterFlags(settings),
    'grafana/tls/web.crt': certificate,
    'grafana/datasources/aura.yml': await datasources(told),
    ...dashboards(told),
    'services/web.crt': certificate,
    'services/ca.crt': authority,
    'services/thresholds.yml': await textOf(settings.THRESHOLDS_FILE),
    'services/tokens.yml': asksForTokens(settings) ? await tokensFile(settings, told.secrets) : '',
  };
  for (const [name, text] of Object.entries(files)) await write(place.config, name, text);
  await forgetPages(path.join(place.config, 'grafana/dashboards'), Object.keys(files));
  const more = moreForCompose(settings);
  if (more === undefined) await rm(place.more, { force: true });
  else await writeFile(place.more, more);
}

/** With the limits that the rules have, and links to where this deployment's runbooks lie. */
function dashboards({ settings, thresholds }: Told): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pages(thresholds).map((page) => [
      `grafana/dashboards/${page.uid}.json`,
      grafanaDashboard(page, linksOf(settings)),
    ]),
  );
}

/** One by one: a folder made anew would be another than the one that a running Grafana has open. */
async function forgetPages(folder: string, written: readonly string[]): Promise<void> {
  const pagesNow = new Set(written.map((name) => path.basename(name)));
  const gone = (await readdir(folder)).filter((name) => !pagesNow.has(name));
  for (const name of gone) await rm(path.join(folder, name));
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
