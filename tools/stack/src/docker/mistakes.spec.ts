import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSettings, withLines } from '../settings/settings.js';
import { deploymentProblems } from './check.js';

const folder = mkdtempSync(path.join(tmpdir(), 'aura-mistakes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const known = path.join(folder, 'known');
writeFileSync(known, 'admin123\n');
const elsewhere = path.join(folder, 'elsewhere');
writeFileSync(elsewhere, 'db.aura.test/renders');
const tokens = path.join(folder, 'tokens.yml');
const digest = createHash('sha256').update('eleven').digest('hex');
writeFileSync(tokens, `- { name: aura-prometheus, sha256: ${digest}, rights: [scrape] }\n`);
const unclosed = path.join(folder, 'unclosed.yml');
writeFileSync(unclosed, '- name: ci\n  rights: [push\n');
const alias = path.join(folder, 'alias.yml');
writeFileSync(alias, '- *nobody\n');
const web = path.join(folder, 'web');
const other = path.join(folder, 'other');
const hasOpenssl = ((): boolean => {
  try {
    for (const name of [web, other]) makeCertificate(name);
    return true;
  } catch {
    return false;
  }
})();

function makeCertificate(name: string): void {
  const how = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const about = ['-days', '2', '-subj', '/CN=aura', '-addext', 'subjectAltName=DNS:prometheus'];
  const where = ['-keyout', `${name}.key`, '-out', `${name}.crt`];
  execFileSync('openssl', ['req', ...how, ...about, ...where], { stdio: 'ignore' });
}
const nowhere = path.join(folder, 'nowhere');

/** What an operator is told before anything starts. */
async function told(...lines: readonly string[]): Promise<readonly string[]> {
  const text = ['# a comment', ...lines].join('\n');
  const settings = readSettings({}, text);
  if ('problems' in settings) return settings.problems;
  return withLines(await deploymentProblems(settings), {}, text);
}

describe('a mistake in docker/.env.monitoring is refused', () => {
  it.each([
    [
      'a name that is none',
      ['GRAFANA_ADMIN_PASWORD=x'],
      ['line 2: GRAFANA_ADMIN_PASWORD is no setting; did you mean GRAFANA_ADMIN_PASSWORD?'],
    ],
    [
      'the default password of the reference',
      ['GRAFANA_ADMIN_PASSWORD=admin123'],
      [
        'line 2: GRAFANA_ADMIN_PASSWORD is a value that everybody knows; make one with: openssl rand -base64 24',
      ],
    ],
    [
      'the same in the file that is named',
      [`GRAFANA_ADMIN_PASSWORD_FILE=${known}`],
      [
        `line 2: GRAFANA_ADMIN_PASSWORD_FILE: ${known} holds no secret: GRAFANA_ADMIN_PASSWORD is a value that everybody knows; make one with: openssl rand -base64 24`,
      ],
    ],
    [
      'the placeholder of an example',
      ['SLACK_WEBHOOK_URL=https://hooks.slack.com/services/YOUR/SLACK/WEBHOOK'],
      [
        'line 2: SLACK_WEBHOOK_URL still holds the placeholder of an example; put the real value there, or remove the line',
      ],
    ],
    [
      'a password that is soon guessed',
      ['MONITORING_USER=aura', 'MONITORING_PASSWORD=eleven-chars'.slice(0, -1)],
      [
        'line 3: MONITORING_PASSWORD has 11 characters; give it 12 or more, or remove it and one is made',
      ],
    ],
    [
      'mail without anybody it goes to',
      ['ALERTMANAGER_SMTP_SMARTHOST=mail.aura.test:587', 'ALERTMANAGER_SMTP_FROM=a@aura.test'],
      ['ALERTMANAGER_SMTP_TO is missing; ALERTMANAGER_SMTP_SMARTHOST asks for real mail'],
    ],
    [
      'a size without its unit',
      ['PROMETHEUS_RETENTION_SIZE=20'],
      ['line 2: PROMETHEUS_RETENTION_SIZE=20 is no size; give one such as 20GB'],
    ],
    [
      'an image that changes by itself',
      ['PROMETHEUS_IMAGE=prom/prometheus:latest'],
      [
        'line 2: PROMETHEUS_IMAGE=prom/prometheus:latest names no version; give image:version, and not latest',
      ],
    ],
    [
      'a certificate without its key',
      [`TLS_CERT_FILE=${known}`],
      [
        'TLS_KEY_FILE is missing; TLS_CERT_FILE needs it: a certificate is of no use without its key',
      ],
    ],
    [
      'a file that is not there',
      [`GRAFANA_SECRET_KEY_FILE=${nowhere}`],
      [`line 2: GRAFANA_SECRET_KEY_FILE: ${nowhere} is not there; make it, or name the right one`],
    ],
    [
      'an open door: a port for others, and nobody asked who comes',
      ['PUBLISH_ADDRESS=0.0.0.0'],
      [
        'MONITORING_USER is missing; PUBLISH_ADDRESS=0.0.0.0 lets others reach Prometheus',
        'TLS_CERT_FILE is missing; PUBLISH_ADDRESS=0.0.0.0 lets others reach Prometheus',
        'TLS_KEY_FILE is missing; PUBLISH_ADDRESS=0.0.0.0 lets others reach Prometheus',
      ],
    ],
    [
      'two applications where one is watched',
      ['COMPOSE_PROFILES=sample', 'APPLICATION_URL=http://render.aura.test:8010'],
      ['line 3: APPLICATION_URL is set, and COMPOSE_PROFILES asks for the sample; keep one'],
    ],
    [
      'the value of the example',
      ['GRAFANA_ROOT_URL=https://grafana.example.com/'],
      [
        'line 2: GRAFANA_ROOT_URL=https://grafana.example.com/ is the value of an example; give your own, or remove the line',
      ],
    ],
    [
      'the same in an address with a password in it, which is not shown',
      ['APPLICATION_URL=http://render', 'DATABASE_URL=postgres://aura:eleven@db.example.com/aura'],
      ['line 3: DATABASE_URL is the value of an example; give your own, or remove the line'],
    ],
    [
      'a certificate that is none',
      [`TLS_CERT_FILE=${known}`, `TLS_KEY_FILE=${known}`],
      [`line 2: TLS_CERT_FILE: ${known} holds no certificate; it begins with BEGIN CERTIFICATE`],
    ],
    [
      'a token of the gateway under a name that the stack has given away',
      [`TOKENS_FILE=${tokens}`],
      [
        'line 2: TOKENS_FILE: aura-prometheus is a name that this stack gives its own token; choose another',
      ],
    ],
    [
      'a file of tokens with a fault',
      [`TOKENS_FILE=${known}`],
      [`line 2: TOKENS_FILE: ${known} line 1: expected a list of tokens, such as - name: ci`],
    ],
    [
      'a file of tokens that is no YAML',
      [`TOKENS_FILE=${unclosed}`],
      [`line 2: TOKENS_FILE: ${unclosed} line 3: BAD_INDENT`],
    ],
    [
      'a file of tokens with an alias for nothing',
      [`TOKENS_FILE=${alias}`],
      [`line 2: TOKENS_FILE: ${alias} line 1: write values out, not as aliases`],
    ],
    [
      'peers that nobody can reach',
      ['ALERTMANAGER_CLUSTER_PEERS=second.aura.test:9094'],
      [
        'ALERTMANAGER_CLUSTER_ADVERTISE is missing; ALERTMANAGER_CLUSTER_PEERS needs it: the others come there',
        'PUBLISH_ADDRESS is missing; ALERTMANAGER_CLUSTER_PEERS needs it: nobody else reaches loopback',
        'TLS_CERT_FILE is missing; ALERTMANAGER_CLUSTER_PEERS needs it: each shows its own to the others',
      ],
    ],
    [
      'peers that are to come to loopback',
      [
        'ALERTMANAGER_CLUSTER_PEERS=second.aura.test:9094',
        'ALERTMANAGER_CLUSTER_ADVERTISE=10.0.0.11:9094',
        'PUBLISH_ADDRESS=0:0:0:0:0:0:0:1',
        `TLS_CERT_FILE=${web}.crt`,
        `TLS_KEY_FILE=${web}.key`,
      ],
      [
        'line 4: PUBLISH_ADDRESS=0:0:0:0:0:0:0:1 does not do; ALERTMANAGER_CLUSTER_PEERS needs another: nobody else reaches loopback',
      ],
    ],
    [
      'a token for nobody',
      ['APPLICATION_METRICS_TOKEN=eleven-twelve-thirteen'],
      ['APPLICATION_URL is missing; APPLICATION_METRICS_TOKEN needs it: it is sent there'],
    ],
    [
      'a queue that is no store of BullMQ’s',
      ['APPLICATION_URL=http://render.aura.test', 'QUEUE_URL=amqp://queue.aura.test'],
      ['line 3: QUEUE_URL is no URL of postgres or postgresql or redis or rediss'],
    ],
    [
      'a file that holds no address of a database',
      ['APPLICATION_URL=http://render.aura.test', `DATABASE_URL_FILE=${elsewhere}`],
      [
        'line 3: DATABASE_URL: expected a URL that starts with postgres:// or postgresql:// (got a secret of 20 characters, not shown); example: DATABASE_URL=postgres://aura:password@127.0.0.1:5432/aura',
      ],
    ],
    [
      'limits that are none',
      [`THRESHOLDS_FILE=${nowhere}`],
      [`line 2: THRESHOLDS_FILE: ${nowhere} is not there; make it, or name the right one`],
    ],
    [
      'a number that a service does not take',
      ['CONNECTIONS=many'],
      [
        'line 2: CONNECTIONS: expected a whole number from 1 to 1000000 (got "many"); example: CONNECTIONS=4000',
      ],
    ],
    [
      'what health has no probe for',
      ['PROBES=database,redis'],
      [
        'line 2: PROBES: expected names out of application, database, disk, ffmpeg (got "database,redis"); example: PROBES=application,database,disk',
      ],
    ],
  ])('%s', async (_, lines, problems) => {
    expect(await told(...lines)).toEqual(problems);
  });

  (hasOpenssl ? it : it.skip)(
    `a certificate that names none of those who show it, with a key that is another’s${
      hasOpenssl ? '' : ' (SKIP: there is no openssl that makes one)'
    }`,
    async () => {
      expect(await told(`TLS_CERT_FILE=${web}.crt`, `TLS_KEY_FILE=${other}.key`)).toEqual([
        `line 3: TLS_KEY_FILE: ${other}.key is not the key of ${web}.crt; name the one it was made with`,
        `line 2: TLS_CERT_FILE: ${web}.crt does not name alertmanager, metrics-gateway, health-aggregator, gpu-queue-collector, business-reporter, sample-platform, as which containers call each other; have it made with them among its DNS names`,
      ]);
    },
  );

  it('and a sound one is not', async () => {
    const sound = ['COMPOSE_PROFILES=sample', 'PROMETHEUS_RETENTION_TIME=90d'];

    expect(await told(...sound)).toEqual([]);
  });
});
