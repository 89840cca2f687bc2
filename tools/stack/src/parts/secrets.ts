import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { absent } from '@aura/parts';
import type { Settings } from '../settings/settings.js';

/** Files that hold one secret each, without a newline after it: the Alertmanager would send that too. */
export interface Secrets {
  readonly superuserPassword: string;
  readonly ownerPassword: string;
  readonly readerPassword: string;
  readonly exporterPassword: string;
  fileOf(secret: SecretFile): string;
  keep(secret: SecretFile, value: string): Promise<void>;
}

export type SecretFile =
  | 'postgres-superuser'
  | 'postgres-owner'
  | 'postgres-reader'
  | 'postgres-exporter'
  | 'owner-database-url'
  | 'reader-database-url'
  | 'smtp-password'
  | 'slack-webhook-url';

/** Passwords are made once and kept, as the cluster keeps them too. */
export async function openSecrets(folder: string): Promise<Secrets> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  const fileOf = (secret: SecretFile): string => path.join(folder, secret);
  const keep = (secret: SecretFile, value: string): Promise<void> =>
    writeFile(fileOf(secret), value, { mode: 0o600 });
  const password = async (secret: SecretFile): Promise<string> => {
    const kept = await readFile(fileOf(secret), 'utf8').catch(absent);
    if (kept) return kept;
    const made = randomBytes(24).toString('base64url');
    await keep(secret, made);
    return made;
  };
  return {
    superuserPassword: await password('postgres-superuser'),
    ownerPassword: await password('postgres-owner'),
    readerPassword: await password('postgres-reader'),
    exporterPassword: await password('postgres-exporter'),
    fileOf,
    keep,
  };
}

/** The operator's own secret, given as itself or as a file. */
export async function given(
  settings: Settings,
  name: 'ALERTMANAGER_SMTP_PASSWORD' | 'SLACK_WEBHOOK_URL',
): Promise<string | undefined> {
  const file = settings[`${name}_FILE`];
  return file === undefined ? settings[name] : (await readFile(file, 'utf8')).trimEnd();
}
