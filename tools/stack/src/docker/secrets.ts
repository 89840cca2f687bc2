import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { absent } from '@aura/parts';
import type { Settings } from '../settings/settings.js';

/** Made once and kept, because databases keep them too; a setting of the same meaning comes before. */
const MADE = [
  'postgres_superuser',
  'postgres_owner',
  'postgres_reader',
  'postgres_exporter',
  'redis_password',
  'grafana_admin_password',
  'grafana_secret_key',
  'monitoring_password',
  'metrics_token',
  'gateway_push_token',
] as const;
type Made = (typeof MADE)[number];

const GIVEN = {
  grafana_admin_password: 'GRAFANA_ADMIN_PASSWORD',
  grafana_secret_key: 'GRAFANA_SECRET_KEY',
  monitoring_password: 'MONITORING_PASSWORD',
} as const satisfies Partial<Record<Made, keyof Settings>>;

export interface Secrets extends Readonly<Record<Made, string>> {
  /** What is not configured is an empty file: Compose mounts no file that is not there. */
  readonly slack_webhook_url: string;
  readonly smtp_password: string;
  readonly dead_mans_switch_token: string;
  readonly remote_write_token: string;
  readonly application_metrics_token: string;
  readonly reader_database_url: string;
  readonly queue_url: string;
}

/**
 * One file a secret, without a newline at its end. The folder is its owner's alone, and the files in it are open to
 * read: each container sees those that are mounted into it, whatever number its user has.
 */
export async function openSecrets(folder: string, settings: Settings): Promise<Secrets> {
  await mkdir(folder, { recursive: true });
  await chmod(path.dirname(folder), 0o700);
  await chmod(folder, 0o700);
  const made = {} as Record<Made, string>; // filled below, a row at a time
  for (const name of MADE) made[name] = await madeOrGiven(folder, name, settings);
  const secrets: Secrets = {
    ...made,
    slack_webhook_url: (await given(settings, 'SLACK_WEBHOOK_URL')) ?? '',
    smtp_password: (await given(settings, 'ALERTMANAGER_SMTP_PASSWORD')) ?? '',
    dead_mans_switch_token: (await given(settings, 'DEAD_MANS_SWITCH_TOKEN')) ?? '',
    remote_write_token: (await given(settings, 'PROMETHEUS_REMOTE_WRITE_TOKEN')) ?? '',
    application_metrics_token: (await given(settings, 'APPLICATION_METRICS_TOKEN')) ?? '',
    ...(await stores(made.postgres_reader, settings)),
  };
  const files = { ...secrets, ...derived(secrets), web_key: await webKey(settings) };
  for (const [name, value] of Object.entries(files)) await writeSecret(folder, name, value);
  return secrets;
}

async function madeOrGiven(folder: string, name: Made, settings: Settings): Promise<string> {
  const own = name in GIVEN ? await given(settings, GIVEN[name as keyof typeof GIVEN]) : undefined; // it is in it
  if (own !== undefined) return own;
  const kept = await readFile(path.join(folder, name), 'utf8').catch(absent);
  return kept === undefined || kept === '' ? randomBytes(24).toString('base64url') : kept;
}

/** Where the platform keeps what it knows: here, or where the operator's application does. */
async function stores(
  password: string,
  settings: Settings,
): Promise<Pick<Secrets, 'reader_database_url' | 'queue_url'>> {
  const database = (await given(settings, 'DATABASE_URL')) ?? urlOf('aura_reader', password);
  return {
    reader_database_url: database,
    queue_url: (await given(settings, 'QUEUE_URL')) ?? database,
  };
}

const urlOf = (role: string, password: string): string =>
  `postgres://${role}:${password}@postgres:5432/aura`;

/** The same secrets, in the form that their readers take. */
function derived(secrets: Secrets): Record<string, string> {
  return {
    owner_database_url: urlOf('aura', secrets.postgres_owner),
    redis_passwords: JSON.stringify({ 'redis://redis:6379': secrets.redis_password }),
  };
}

async function webKey({ TLS_KEY_FILE: file }: Settings): Promise<string> {
  return file === undefined ? '' : readFile(file, 'utf8');
}

/** A file that is there and was made unwritable is replaced all the same, for this user owns the folder. */
async function writeSecret(folder: string, name: string, value: string): Promise<void> {
  const file = path.join(folder, name);
  await chmod(file, 0o600).catch(absent);
  await writeFile(file, value);
  await chmod(file, 0o444);
}

type Secret =
  | 'GRAFANA_ADMIN_PASSWORD'
  | 'GRAFANA_SECRET_KEY'
  | 'MONITORING_PASSWORD'
  | 'SLACK_WEBHOOK_URL'
  | 'ALERTMANAGER_SMTP_PASSWORD'
  | 'DEAD_MANS_SWITCH_TOKEN'
  | 'PROMETHEUS_REMOTE_WRITE_TOKEN'
  | 'APPLICATION_METRICS_TOKEN'
  | 'DATABASE_URL'
  | 'QUEUE_URL';

async function given(settings: Settings, name: Secret): Promise<string | undefined> {
  const file = settings[`${name}_FILE`];
  return file === undefined ? settings[name] : (await readFile(file, 'utf8')).trimEnd();
}
