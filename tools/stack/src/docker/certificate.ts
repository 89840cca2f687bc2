import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Settings } from '../settings/settings.js';

/** Who is called over TLS by other containers, by these names. */
const CALLED = [
  ...['prometheus', 'alertmanager', 'metrics-gateway', 'health-aggregator'],
  ...['gpu-queue-collector', 'business-reporter', 'sample-platform'],
];

/** Why the certificate would be refused by those who come, or by the server that is to show it. */
export async function certificateProblems(settings: Settings): Promise<string[]> {
  const { TLS_CERT_FILE: file, TLS_KEY_FILE: keyFile } = settings;
  if (file === undefined || keyFile === undefined) return [];
  const text = await readFile(file, 'utf8');
  const certificate = readAs(() => new X509Certificate(text));
  if (certificate === undefined)
    return [`TLS_CERT_FILE: ${file} holds no certificate; it begins with BEGIN CERTIFICATE`];
  const keyText = await readFile(keyFile, 'utf8');
  const key = readAs(() => createPrivateKey(keyText));
  if (key === undefined)
    return [`TLS_KEY_FILE: ${keyFile} holds no private key without a passphrase`];
  return [
    ...(certificate.checkPrivateKey(key)
      ? []
      : [`TLS_KEY_FILE: ${keyFile} is not the key of ${file}; name the one it was made with`]),
    ...(Date.parse(certificate.validTo) > Date.now()
      ? []
      : [`TLS_CERT_FILE: ${file} ended on ${certificate.validTo}; have it made anew`]),
    ...unnamed(certificate, file),
  ];
}

function unnamed(certificate: X509Certificate, file: string): string[] {
  const missing = CALLED.filter((name) => certificate.checkHost(name) === undefined);
  return missing.length === 0
    ? []
    : [
        `TLS_CERT_FILE: ${file} does not name ${missing.join(', ')}, as which containers call each other; have it made with them among its DNS names`,
      ];
}

function readAs<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined; // OpenSSL's own words would tell an operator less than what the file should hold
  }
}
