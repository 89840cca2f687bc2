import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sweep } from '@aura/metrics';
import { fastify } from 'fastify';
import { Gauge, Registry } from 'prom-client';
import { bind } from '../bind.js';
import { metricsHandler, type MetricsHandlerOptions } from './metrics.js';

async function listening(registry: Registry, options?: MetricsHandlerOptions) {
  const server = createServer(metricsHandler(registry, options)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // an IP server's, once it listens
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { server, port, url: `http://127.0.0.1:${String(port)}/`, close };
}

function failing(): Registry {
  const registry = new Registry();
  const collect = (): never => {
    throw new Error('the password is hunter2');
  };
  new Gauge({ name: 'broken', help: 'Broken.', registers: [registry], collect });
  return registry;
}

describe('metricsHandler', () => {
  it('serves the whole text, its head alone to HEAD, and nothing to POST', async () => {
    const registry = new Registry();
    bind(registry, sweep.freed).set(11);
    const here = await listening(registry);
    const answers = [];
    for (const method of ['GET', 'HEAD', 'POST']) {
      const answer = await fetch(here.url, { method });
      answers.push([answer.status, answer.headers.get('content-type'), await answer.text()]);
    }
    here.close();
    const type = 'text/plain; version=0.0.4; charset=utf-8';
    expect(answers).toEqual([
      [200, type, await registry.metrics()],
      [200, type, ''],
      [405, null, ''],
    ]);
  });

  it('serves OpenMetrics where the registry writes it', async () => {
    const registry = new Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>();
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    const server = fastify();
    const metrics = metricsHandler(registry);
    server.get('/metrics', (request, reply) => {
      reply.hijack();
      metrics(request.raw, reply.raw);
    });
    const { headers, body } = await server.inject('/metrics');
    await server.close();
    expect([headers['content-type'], body.trimStart()]).toEqual([registry.contentType, '# EOF\n']);
  });

  it('answers 503 when a metric cannot be collected, and keeps the reason for the process', async () => {
    const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const here = await listening(failing());
    const answer = await fetch(here.url);
    const text = await answer.text();
    here.close();
    expect([answer.status, text, warned.mock.calls]).toEqual([
      503,
      'the metrics could not be collected; the process warnings say why\n',
      [['the metrics could not be collected: the password is hunter2', 'FailedScrape']],
    ]);
  });

  it('reads the token from its file at each request, and lets nobody in without one', async () => {
    const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const folder = await mkdtemp(path.join(tmpdir(), 'bearer-'));
    const bearerTokenFile = path.join(folder, 'token');
    const here = await listening(new Registry(), { bearerTokenFile });
    const statuses = [];
    for (const [written, sent] of [
      ['first-secret\n', 'first-secret'],
      ['second-secret', 'first-secret'],
      ['second-secret', 'second-secret'],
      ['\n', ''],
    ] as const) {
      await writeFile(bearerTokenFile, written);
      const headers = { authorization: `Bearer ${sent}` };
      statuses.push((await fetch(here.url, { headers })).status);
    }
    await rm(folder, { recursive: true });
    statuses.push((await fetch(here.url)).status);
    here.close();
    expect(statuses).toEqual([200, 401, 200, 503, 503]);
    expect(JSON.stringify(warned.mock.calls)).not.toContain('secret');
  });

  it('lets a scraper go away in the middle of a long text', async () => {
    const registry = new Registry();
    const name = 'long';
    const gauge = new Gauge({ name, help: 'Long.', labelNames: ['n'], registers: [registry] });
    for (let n = 0; n < 100_000; n += 1) gauge.set({ n }, n);
    const here = await listening(registry);
    const scraper = connect(here.port, '127.0.0.1');
    scraper.write('GET / HTTP/1.1\r\nHost: test\r\n\r\n');
    const [, response] = (await once(here.server, 'request')) as [unknown, NodeJS.EventEmitter]; // its listeners' arguments
    await once(scraper, 'data');
    scraper.destroy();
    await once(response, 'close');
    const { status } = await fetch(here.url, { method: 'HEAD' });
    here.close();
    expect(status).toBe(200);
  });
});
