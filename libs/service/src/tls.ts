import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { Server as TlsServer } from 'node:https';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { reasonOf } from '@aura/health';
import type { Log } from './log.js';
import { watchFiles, type FilesRead, type FilesWatch } from './watch-files.js';

/** The variables of TLS, which belong together. */
export interface TlsConfig {
  readonly TLS_CERT_FILE?: string | undefined;
  readonly TLS_KEY_FILE?: string | undefined;
  readonly TLS_CLIENT_CA_FILE?: string | undefined;
}

export interface TlsOptions extends SecureContextOptions {
  /** Where there is a client CA, who has no certificate of it is not let in. */
  readonly requestCert: boolean;
  readonly rejectUnauthorized: boolean;
}

/** What servers listen with, and how to keep that fresh. */
export interface Tls {
  readonly options: TlsOptions;
  /** Gives these servers what the files hold from now on; close it with them. */
  readonly renew: (servers: readonly Server[], log: Log) => FilesWatch;
}

/** What is wrong with the variables of TLS, taken together. */
export function tlsFaults(config: TlsConfig): readonly string[] {
  const { TLS_CERT_FILE: cert, TLS_KEY_FILE: key, TLS_CLIENT_CA_FILE: ca } = config;
  if (cert === undefined && key !== undefined) return [missing('TLS_CERT_FILE', 'TLS_KEY_FILE')];
  if (key === undefined && cert !== undefined) return [missing('TLS_KEY_FILE', 'TLS_CERT_FILE')];
  if (cert === undefined && ca !== undefined) {
    return ['TLS_CLIENT_CA_FILE: means nothing without TLS_CERT_FILE and TLS_KEY_FILE; set them'];
  }
  return [];
}

function missing(name: string, other: string): string {
  return `${name}: is required beside ${other}; set both for TLS, or none for plain HTTP`;
}

/**
 * The TLS of a configuration; undefined for plain HTTP.
 *
 * @throws when a file cannot be read, or they do not fit together
 */
export function tlsOf({
  TLS_CERT_FILE,
  TLS_KEY_FILE,
  TLS_CLIENT_CA_FILE,
}: TlsConfig): Tls | undefined {
  if (TLS_CERT_FILE === undefined || TLS_KEY_FILE === undefined) return undefined;
  const paths = [TLS_CERT_FILE, TLS_KEY_FILE, TLS_CLIENT_CA_FILE].filter(
    (path) => path !== undefined,
  );
  const texts = paths.map((path) => readFileSync(path, 'utf8'));
  const read = contextOf(texts);
  if (!read.ok) throw new Error(`TLS cannot be had of ${paths.join(', ')}: ${read.reason}`);
  const asksClients = TLS_CLIENT_CA_FILE !== undefined;
  return {
    options: { ...read.options, requestCert: asksClients, rejectUnauthorized: asksClients },
    renew: (servers, log) =>
      watchFiles(paths, texts, (again) => {
        renew(servers, { paths, again, log });
      }),
  };
}

interface Renewal {
  readonly paths: readonly string[];
  readonly again: FilesRead;
  readonly log: Log;
}

/** A certificate that came before its key is broken for a moment; the old pair serves until they fit. */
function renew(servers: readonly Server[], { paths, again, log }: Renewal): void {
  const read = again.ok ? contextOf(again.texts) : again;
  if (!read.ok) {
    log.error({ paths, reason: read.reason }, 'the files of TLS do not fit, the old ones stay');
    return;
  }
  for (const server of servers) if (isTls(server)) server.setSecureContext(read.options);
  log.info({ paths }, 'certificate read again');
}

type ContextRead =
  | { readonly ok: true; readonly options: SecureContextOptions }
  | { readonly ok: false; readonly reason: string };

function contextOf([cert, key, ca]: readonly string[]): ContextRead {
  const options: SecureContextOptions = {
    minVersion: 'TLSv1.2',
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(ca === undefined ? {} : { ca }),
  };
  try {
    createSecureContext(options);
    return { ok: true, options };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

export function isTls(server: Server): server is TlsServer {
  return server instanceof TlsServer;
}
