import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort, run, type Finished } from '@aura/parts';
import { stringify } from 'yaml';
import { findPlace } from '../../config.js';
import type { Fetch } from '../../monitoring/ask.js';
import { guardedFetch } from '../../monitoring/guarded.js';
import { prometheusAt, type ExaminedPrometheus } from '../../monitoring/prometheus.js';
import type { Compose } from '../compose.js';
import type { Engine } from '../engine.js';
import { dockerPlace } from '../place.js';
import type { Certificate } from './certificate.js';

const PORTS = [
  ...['METRICS_GATEWAY_PORT', 'HEALTH_AGGREGATOR_PORT', 'SAMPLE_PLATFORM_PORT', 'PROMETHEUS_PORT'],
  ...['ALERTMANAGER_PORT', 'GRAFANA_PORT'],
] as const;
type Port = (typeof PORTS)[number];

const ANSWER_DEADLINE_MS = 60_000;

export const USER = 'operator';

/** The stack under proof: its own ports, volumes, secrets and name, beside whatever runs. */
export interface Proved {
  readonly at: Compose;
  readonly home: string;
  readonly certificate: Certificate;
  /** What the gateway lets push and scrape. */
  readonly token: string;
  readonly ports: Readonly<Record<Port, number>>;
  /** What operators type: the script, with its output in this terminal. Resolves with its exit code. */
  script(...words: readonly string[]): Promise<number>;
  /** The same, with what it prints in its place. */
  said(...words: readonly string[]): Promise<Finished>;
}

export interface Begun {
  readonly engine: Engine;
  readonly home: string;
  readonly certificate: Certificate;
  readonly settings: Readonly<Record<string, string>>;
}

export async function settle({ engine, home, certificate, settings }: Begun): Promise<Proved> {
  const entries = await Promise.all(PORTS.map(async (name) => [name, await freePort()] as const));
  const ports = Object.fromEntries(entries) as Record<Port, number>; // an entry for each of PORTS
  const all = {
    ...ports,
    ...settings,
    AURA_HOME: home,
    COMPOSE_PROFILES: 'sample',
    COMPOSE_WITHOUT: 'grafana,cadvisor',
    NODE_EXPORTER_MOUNT: 'ro',
    MONITORING_USER: USER,
    TLS_CERT_FILE: certificate.certificateFile,
    TLS_KEY_FILE: certificate.keyFile,
    TLS_CA_FILE: certificate.certificateFile,
    TOKENS_FILE: path.join(home, 'tokens.yml'),
  };
  const token = await makeToken(all.TOKENS_FILE);
  const file = path.join(home, 'settings.env');
  const lines = Object.entries(all).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(file, lines.join(''), { mode: 0o600 });
  const { layout } = await findPlace(file);
  const at = { engine, place: dockerPlace(layout) };
  const program = path.join(layout.root, 'tools/start_monitoring.sh');
  return {
    at,
    home,
    certificate,
    token,
    ports,
    script: async (...words) => {
      const child = spawn('sh', [program, ...words, '--env-file', file], { stdio: 'inherit' });
      const [code] = (await once(child, 'exit')) as [number | null]; // as node documents the event
      return code ?? 1;
    },
    said: (...words) =>
      run({ bin: 'sh', args: [program, ...words, '--env-file', file] }, ANSWER_DEADLINE_MS),
  };
}

/** In the file of an operator's own tokens: one that may push and scrape. */
async function makeToken(file: string): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const sha256 = createHash('sha256').update(token).digest('hex');
  const entry = { name: 'proof', sha256, rights: ['push', 'scrape'], jobs: ['proof'] };
  await writeFile(file, stringify([entry]), { mode: 0o600 });
  return token;
}

/** With the password that the launcher made. */
export async function passOf({ at, certificate }: Proved): Promise<Fetch> {
  const file = path.join(at.place.secrets, 'monitoring_password');
  const login = Buffer.from(`${USER}:${await readFile(file, 'utf8')}`).toString('base64');
  return guardedFetch({ ca: certificate.pem, authorization: `Basic ${login}` });
}

export const prometheusUrl = ({ ports }: Proved): string =>
  `https://127.0.0.1:${ports.PROMETHEUS_PORT}`;
export const alertmanagerUrl = ({ ports }: Proved): string =>
  `https://127.0.0.1:${ports.ALERTMANAGER_PORT}`;

export async function prometheusOf(proved: Proved): Promise<ExaminedPrometheus> {
  return prometheusAt(prometheusUrl(proved), await passOf(proved));
}

export const gatewayUrl = ({ ports }: Proved): string =>
  `https://127.0.0.1:${ports.METRICS_GATEWAY_PORT}`;
export const healthUrl = ({ ports }: Proved): string =>
  `https://127.0.0.1:${ports.HEALTH_AGGREGATOR_PORT}`;

export const gatewayPass = ({ certificate, token }: Proved): Fetch =>
  guardedFetch({ ca: certificate.pem, authorization: `Bearer ${token}` });
