import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '@aura/parts';

const DEADLINE_MS = 30_000;
/** What the servers are called among themselves, and from this machine. */
const NAMES = [
  ...['prometheus', 'alertmanager', 'grafana', 'metrics-gateway', 'health-aggregator'],
  ...['gpu-queue-collector', 'business-reporter', 'sample-platform', 'localhost'],
];

export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** It vouches for itself, so it is its own authority. */
  readonly pem: string;
}

/** For one proof; undefined where there is no openssl to make it. */
export async function makeCertificate(folder: string): Promise<Certificate | undefined> {
  const [certificateFile, keyFile] = [path.join(folder, 'web.crt'), path.join(folder, 'web.key')];
  const names = [...NAMES.map((name) => `DNS:${name}`), 'IP:127.0.0.1'].join(',');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-keyout', keyFile];
  const about = ['-subj', '/CN=proof', '-days', '1', '-addext', `subjectAltName=${names}`];
  const args = ['req', '-x509', '-nodes', ...key, ...about, '-out', certificateFile];
  const made = await run({ bin: 'openssl', args }, DEADLINE_MS);
  if (!made.ok) return undefined;
  return { certificateFile, keyFile, pem: await readFile(certificateFile, 'utf8') };
}
