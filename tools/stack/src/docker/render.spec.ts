import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { REPOSITORY } from '@aura/parts';
import { compare } from 'bcryptjs';
import { parse } from 'yaml';
import { layoutOf } from '../layout.js';
import { givenThresholds, readRules } from '../parts/rules.js';
import type { Environment } from '../settings/settings.js';
import { settingsOf } from './fixtures/settings.js';
import { dockerPlace } from './place.js';
import { render } from './render.js';
import { openSecrets } from './secrets.js';
import { variablesFile } from './variables.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'aura-render-'));
  folders.push(made);
  return made;
}

/** What containers would read, by its path; and what Compose would. */
async function rendered(environment: Environment) {
  const layout = layoutOf(REPOSITORY, folder());
  const [place, settings] = [dockerPlace(layout), settingsOf(environment)];
  const rules = await readRules(layout, settings);
  const thresholds = await givenThresholds(layout, settings);
  if ('problems' in rules || 'problems' in thresholds) throw new Error('wrong thresholds');
  const secrets = await openSecrets(place.secrets, settings);
  await render({ place, settings, secrets, rules, thresholds });
  return {
    secrets,
    variables: variablesFile(place, settings).split('\n'),
    text: (name: string) => readFileSync(path.join(place.config, name), 'utf8'),
  };
}

interface Guarded {
  readonly basic_auth_users: Readonly<Record<string, string>>;
}
interface Scraped {
  readonly scrape_configs: readonly Readonly<Record<string, unknown>>[];
}
const jobOf = (text: string, name: string) =>
  (parse(text) as Scraped).scrape_configs.find(({ job_name }) => job_name === name); // as the renderer writes it
const digest = (token: string): string => createHash('sha256').update(token).digest('hex');

const TOKEN = { authorization: { credentials_file: '/run/secrets/metrics_token' } };

describe('what containers read', () => {
  it('knows the password by its hash alone, and Compose knows no secret at all', async () => {
    const { text, variables, secrets } = await rendered({
      MONITORING_USER: 'operator',
      SLACK_WEBHOOK_URL: 'https://hooks.slack.test/services/T11/B12/thirteen',
    });

    const { basic_auth_users: users } = parse(text('prometheus/web.yml')) as Guarded;
    expect(Object.keys(users)).toEqual(['operator']);
    expect(await compare(secrets.monitoring_password, users['operator'] ?? '')).toBe(true);
    expect(await compare(`${secrets.monitoring_password}1`, users['operator'] ?? '')).toBe(false);
    expect(text('alertmanager/web.yml')).toBe(text('prometheus/web.yml'));
    const read = [...variables, text('prometheus/prometheus.yml')].join('\n');
    const told = Object.entries({ ...secrets }).filter(
      ([, value]) => value !== '' && read.includes(value),
    );
    expect(told).toEqual([]);
  });

  it('asks nobody for a token where this machine alone can come', async () => {
    const { text, variables } = await rendered({});

    expect(variables.filter((line) => /TOKEN|THRESHOLDS|TLS/.test(line))).toEqual([]);
    expect(variables).toContain('APPLICATION_URL=http://sample-platform:8010');
    expect(jobOf(text('prometheus/prometheus.yml'), 'metrics-gateway')).not.toHaveProperty(
      'authorization',
    );
    expect(text('services/tokens.yml')).toBe('');
  });

  it('has Prometheus and the sample come with tokens where others can, beside those of the operator', async () => {
    const file = path.join(folder(), 'tokens.yml');
    writeFileSync(file, `[{ name: ci, sha256: ${digest('eleven')}, rights: [push], jobs: [x] }]`);
    const { text, variables, secrets } = await rendered({
      PUBLISH_ADDRESS: '10.0.0.11',
      TOKENS_FILE: file,
    });

    expect(parse(text('services/tokens.yml'))).toEqual([
      { name: 'aura-prometheus', rights: ['scrape'], sha256: digest(secrets.metrics_token) },
      {
        name: 'aura-sample-platform',
        rights: ['push'],
        jobs: ['storage-sweep'],
        sha256: digest(secrets.gateway_push_token),
      },
      { name: 'ci', sha256: digest('eleven'), rights: ['push'], jobs: ['x'] },
    ]);
    expect(variables).toEqual(
      expect.arrayContaining([
        'TOKENS_FILE=/etc/aura/tokens.yml',
        'METRICS_TOKEN_FILE=/run/secrets/metrics_token',
        'GATEWAY_TOKEN_FILE=/run/secrets/gateway_push_token',
      ]),
    );
    const prometheus = text('prometheus/prometheus.yml');
    expect(jobOf(prometheus, 'metrics-gateway')).toMatchObject(TOKEN);
    expect(jobOf(prometheus, 'application')).toMatchObject(TOKEN);
    expect(jobOf(prometheus, 'node')).not.toHaveProperty('authorization');
  });

  it('speaks TLS between our services where there is a certificate', async () => {
    const file = path.join(folder(), 'web.pem');
    writeFileSync(file, 'eleven');
    const { text, variables } = await rendered({ TLS_CERT_FILE: file, TLS_KEY_FILE: file });

    expect([text('services/web.crt'), text('services/ca.crt')]).toEqual(['eleven', 'eleven']);
    expect(variables).toEqual(
      expect.arrayContaining([
        'WEB_SCHEME=https',
        'APPLICATION_URL=https://sample-platform:8010',
        'TLS_CERT_FILE=/etc/aura/web.crt',
        'TLS_KEY_FILE=/run/secrets/web_key',
      ]),
    );
    expect(jobOf(text('prometheus/prometheus.yml'), 'business-reporter')).toMatchObject({
      scheme: 'https',
      tls_config: { ca_file: 'ca.crt' },
    });
  });

  it('has one number for rules, pages and services, and links to where the runbooks lie', async () => {
    const file = path.join(folder(), 'thresholds.yml');
    writeFileSync(file, 'queue:\n  backlog: 117\n');
    const { text, variables } = await rendered({
      THRESHOLDS_FILE: file,
      RUNBOOK_BASE_URL: 'https://git.aura.test/runbooks',
      GRAFANA_ROOT_URL: 'https://grafana.aura.test/',
    });

    expect(text('prometheus/alert_rules.yml')).toContain('117');
    expect(text('prometheus/alert_rules.yml')).toContain('https://git.aura.test/runbooks/');
    expect(text('prometheus/alert_rules.yml')).toContain('https://grafana.aura.test/d/aura-');
    expect(text('grafana/dashboards/aura-render.json')).toContain('117');
    expect(text('grafana/dashboards/aura-render.json')).toContain(
      'https://git.aura.test/runbooks/',
    );
    expect(text('services/thresholds.yml')).toBe('queue:\n  backlog: 117\n');
    expect(variables).toContain('THRESHOLDS_FILE=/etc/aura/thresholds.yml');
  });

  it('hands the services the database and the queue of the operator’s application', async () => {
    const database = 'postgres://reader:eleven-twelve@db.aura.test/platform';
    const queue = 'rediss://:thirteen@queue.aura.test:6379';
    const own = { APPLICATION_URL: 'http://render.aura.test', DATABASE_URL: database };
    const both = await rendered({ ...own, QUEUE_URL: queue });
    const one = await rendered(own);

    expect([both.secrets.reader_database_url, both.secrets.queue_url]).toEqual([database, queue]);
    expect([one.secrets.reader_database_url, one.secrets.queue_url]).toEqual([database, database]);
    expect(both.variables.join()).not.toMatch(/eleven-twelve|thirteen/);
  });

  it('asks the operator’s own application as it wants to be asked', async () => {
    const { text } = await rendered({
      APPLICATION_URL: 'https://render.aura.test',
      APPLICATION_METRICS_TOKEN: 'eleven-twelve-thirteen',
    });

    expect(jobOf(text('prometheus/prometheus.yml'), 'application')).toMatchObject({
      scheme: 'https',
      authorization: { credentials_file: '/run/secrets/application_metrics_token' },
      static_configs: [{ targets: ['render.aura.test:443'] }],
    });
  });
});
