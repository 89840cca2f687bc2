import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Fetch } from '../monitoring/ask.js';
import { guardedFetch } from '../monitoring/guarded.js';
import type { Settings } from '../settings/settings.js';
import type { DockerPlace } from './place.js';

export interface Reached {
  readonly url: string;
  readonly fetch: Fetch;
}

/** The Prometheus in containers, asked from this machine: by its published port, past its password and certificate. */
export async function reachPrometheus(place: DockerPlace, settings: Settings): Promise<Reached> {
  const { MONITORING_USER: user, TLS_CERT_FILE: certificate, PUBLISH_ADDRESS: where } = settings;
  const authority = settings.TLS_CA_FILE ?? certificate;
  const password = await readFile(path.join(place.secrets, 'monitoring_password'), 'utf8');
  const login = Buffer.from(`${user ?? ''}:${password}`).toString('base64');
  const host = where === '0.0.0.0' ? '127.0.0.1' : where;
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://${host}:${settings.PROMETHEUS_PORT}`,
    fetch: guardedFetch({
      ...(user === undefined ? {} : { authorization: `Basic ${login}` }),
      ...(authority === undefined ? {} : { ca: await readFile(authority, 'utf8') }),
      // What it is called among the containers stands in every certificate that was taken for this stack.
      ...(certificate === undefined ? {} : { servername: 'prometheus' }),
    }),
  };
}
