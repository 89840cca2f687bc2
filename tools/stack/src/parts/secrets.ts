import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { absent } from '@aura/parts';
import type { Layout } from '../layout.js';
import type { Settings } from '../settings/settings.js';

/** Files that hold one secret each, without a newline after it: the Alertmanager would send that too. */
export interface Secrets {
  readonly superuserPassword: string;
  readonly ownerPassword: string;
  readonly readerPassword: string;
  readonly exporterPassword: string;
  fileOf(secret: SecretFile): string;
  keep(secret: DerivedSecret, value: string): Promise<void>;
}

type Password = 'postgres-superuser' | 'postgres-owner' | 'postgres-reader' | 'postgres-exporter';
type DerivedSecret =
  | 'owner-database-url'
  | 'reader-database-url'
  | 'smtp-password'
  | 'slack-webhook-url'
  | 'dead-mans-switch-token';
export type SecretFile = Password | DerivedSecret;

/** Passwords are made once and kept, as the cluster keeps them too; the rest is of one run. */
export async function openSecrets({
  secrets,
  runSecrets,
}: Pick<Layout, 'secrets' | 'runSecrets'>): Promise<Secrets> {
  for (const folder of [secrets, runSecrets]) {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o700);
  }
  const fileOf = (secret: SecretFile): string =>
    path.join(secret.startsWith('postgres-') ? secrets : runSecrets, secret);
  const password = (secret: Password): Promise<string> => keptPassword(fileOf(secret));
  return {
    superuserPassword: await password('postgres-superuser'),
    ownerPassword: await password('postgres-owner'),
    readerPassword: await password('postgres-reader'),
    exporterPassword: await password('postgres-exporter'),
    fileOf,
    keep: (secret, value) => writeSecret(fileOf(secret), value),
  };
}

async function keptPassword(file: string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch(absent);
  if (kept) return kept;
  const made = randomBytes(24).toString('base64url');
  await writeSecret(file, made);
  return made;
}

function writeSecret(file: string, value: string): Promise<void> {
  return writeFile(file, value, { mode: 0o600 });
}

/** The operator's own secret, given as itself or as a file. */
export async function given(
  settings: Settings,
  name: 'ALERTMANAGER_SMTP_PASSWORD' | 'SLACK_WEBHOOK_URL' | 'DEAD_MANS_SWITCH_TOKEN',
): Promise<string | undefined> {
  const file = settings[`${name}_FILE`];
  return file === undefined ? settings[name] : (await readFile(file, 'utf8')).trimEnd();
}
