import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, copyFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { Module } from '@nestjs/common';
import { Registry } from 'prom-client';
import { parseConfig } from './config.js';
import { createLog } from './log.js';
import { serviceSchema } from './schema.js';
import { startService, type Service } from './service.js';

@Module({})
class EmptyModule {}

const folder = mkdtempSync(path.join(tmpdir(), 'aura-tls-'));
const at = (name: string): string => path.join(folder, name);
let service: Service | undefined;
afterEach(async () => {
  await service?.close();
  service = undefined;
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A certificate that vouches for itself, and its key. */
function made(name: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-keyout'];
  const certificate = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-out'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-nodes', ...key, at(`${name}.key`), ...certificate, at(`${name}.crt`)],
    { stdio: 'ignore' },
  );
}

const hasOpenssl = ((): boolean => {
  try {
    for (const name of ['first', 'second', 'client']) made(name);
    return true;
  } catch {
    process.stderr.write('SKIP the specs of TLS: there is no openssl that makes a certificate\n');
    return false;
  }
})();

type Settings = Readonly<Record<string, string>>;
const TLS: Settings = { TLS_CERT_FILE: at('tls.crt'), TLS_KEY_FILE: at('tls.key') };

function read(settings: Settings) {
  const environment = { PORT: '0', METRICS_PORT: '0', ...settings };
  return parseConfig(serviceSchema(0, {}), environment, (file) => readFileSync(file, 'utf8'));
}

/** Puts a pair where the service looks for it. */
function lay(name: string): void {
  for (const kind of ['crt', 'key']) copyFileSync(at(`${name}.${kind}`), at(`tls.${kind}`));
}

async function world(settings: Settings) {
  lay('first');
  const config = read(settings);
  if (!config.ok) throw new Error(config.problems.join('\n'));
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  service = await startService(
    {
      name: 'sample',
      config: config.config,
      module: EmptyModule,
      monitoring: { registry: new Registry() },
    },
    createLog('sample', { level: 'info', destination }),
  );
  return { url: service.url, metricsUrl: service.metricsUrl, lines };
}

interface Told {
  readonly status: number | undefined;
  readonly name: string;
  readonly protocol: string | null;
}

/** An answer on a new connection, and whose certificate it came under. */
function ask(url: string, options: object = {}): Promise<Told> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false, rejectUnauthorized: false, ...options }, (response) => {
      const socket = response.socket as TLSSocket; // of a request over TLS
      const { CN } = socket.getPeerCertificate().subject;
      const [protocol, name] = [socket.getProtocol(), String(CN)];
      response.resume().once('end', () => {
        resolve({ status: response.statusCode, name, protocol });
      });
    }).once('error', reject);
  });
}

/** As the client hears it, by how far it had come. */
const REFUSED = /certificate|alert|ECONNRESET|hang up/i;

describe('the settings of TLS', () => {
  it.each([
    [
      { TLS_CERT_FILE: '/dev/null' },
      'TLS_KEY_FILE: is required beside TLS_CERT_FILE; set both for TLS, or none for plain HTTP',
    ],
    [
      { TLS_KEY_FILE: '/dev/null' },
      'TLS_CERT_FILE: is required beside TLS_KEY_FILE; set both for TLS, or none for plain HTTP',
    ],
    [
      { TLS_CLIENT_CA_FILE: '/dev/null' },
      'TLS_CLIENT_CA_FILE: means nothing without TLS_CERT_FILE and TLS_KEY_FILE; set them',
    ],
  ])('%j are refused', (settings: Settings, problem) => {
    const config = read(settings);
    expect(config.ok ? [] : config.problems).toEqual([problem]);
  });

  it('are refused where a file cannot be read, each by its variable', () => {
    const none = path.join(folder, 'none');
    const config = read({ TLS_CERT_FILE: none, TLS_KEY_FILE: none });
    expect(config.ok ? [] : config.problems.map((problem) => problem.slice(0, 36))).toEqual([
      'TLS_CERT_FILE: cannot read the file ',
      'TLS_KEY_FILE: cannot read the file /',
    ]);
  });
});

(hasOpenssl ? describe : describe.skip)('a service over TLS', () => {
  it('answers on both of its ports, by TLS 1.2 at least, and says https', async () => {
    const { url, metricsUrl, lines } = await world(TLS);
    const own = { ca: readFileSync(at('first.crt')), rejectUnauthorized: true };
    expect([
      await ask(`${url}/health/live`, own),
      await ask(metricsUrl, { ...own, maxVersion: 'TLSv1.2' }),
    ]).toEqual([
      { status: 200, name: 'first', protocol: 'TLSv1.3' },
      { status: 200, name: 'first', protocol: 'TLSv1.2' },
    ]);
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
    await expect(ask(url, old)).rejects.toThrow(/version|EPROTO|ECONNRESET/);
    expect([url, metricsUrl].map((one) => new URL(one).protocol)).toEqual(['https:', 'https:']);
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ url, metricsUrl, msg: 'listening' });
  });

  it('takes a renewed certificate without a restart, and keeps the old one while its key is missing', async () => {
    const { url, metricsUrl, lines } = await world(TLS);
    copyFileSync(at('second.crt'), at('tls.crt'));
    await untilSaid(lines, 'the files of TLS do not fit, the old ones stay');
    const between = await ask(`${url}/health/live`);
    lay('second');
    await untilSaid(lines, 'certificate read again');
    const after = [await ask(`${url}/health/live`), await ask(metricsUrl)];
    expect([between.name, ...after.map(({ name }) => name)]).toEqual(['first', 'second', 'second']);
  });

  it('lets in whose certificate is of the client CA alone, where there is one', async () => {
    const { url } = await world({ ...TLS, TLS_CLIENT_CA_FILE: at('client.crt') });
    const by = (name: string) => ({
      cert: readFileSync(at(`${name}.crt`)),
      key: readFileSync(at(`${name}.key`)),
    });
    expect(await ask(`${url}/health/live`, by('client'))).toMatchObject({ status: 200 });
    await expect(ask(`${url}/health/live`)).rejects.toThrow(REFUSED);
    await expect(ask(`${url}/health/live`, by('second'))).rejects.toThrow(REFUSED);
  });

  it('does not start with a certificate that is none', async () => {
    writeFileSync(at('broken.crt'), 'eleven');
    const broken = world({ ...TLS, TLS_CERT_FILE: at('broken.crt') });
    await expect(broken).rejects.toThrow(/^TLS cannot be had of .*broken\.crt/);
  });
});

async function untilSaid(lines: readonly string[], sentence: string): Promise<void> {
  const deadline = AbortSignal.timeout(5_000);
  process.emit('SIGHUP', 'SIGHUP');
  while (!lines.some((line) => line.includes(sentence))) {
    deadline.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
