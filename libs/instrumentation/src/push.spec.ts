import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gateway, sweep } from '@aura/metrics';
import { Registry } from 'prom-client';
import { bind } from './bind.js';
import type { AnyRegistry } from './family.js';
import { pushToGateway, type Push, type PushResult } from './push.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Pushes one gauge as `job` to a server that answers so. */
async function pushed(
  job: string,
  answer: Answer,
  { registry = new Registry(), headers = {} }: Partial<Pick<Push, 'registry' | 'headers'>> = {},
): Promise<PushResult & { port: number }> {
  bind(registry, sweep.freed).set(11);
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${String(port)}/`;
  const result = await pushToGateway({ url, job, registry, headers, deadlineMs: 250 });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return { ...result, port };
}

describe('pushToGateway', () => {
  it('puts Prometheus text, which is all that a Pushgateway reads, of an OpenMetrics registry too', async () => {
    const registry: AnyRegistry = new Registry();
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    bind(registry, gateway.pushes).inc({ route: 'push', outcome: 'accepted' }, 13, {
      trace_id: 't11',
    });
    const seen: string[] = [];
    await pushed(
      'sweep',
      (request, response) => {
        void text(request).then((body) => {
          seen.push(String(request.headers['content-type']), ...body.split('\n'));
          response.writeHead(200).end();
        });
      },
      { registry },
    );

    expect(seen[0]).toBe(Registry.PROMETHEUS_CONTENT_TYPE);
    expect(seen).toContain('# TYPE gateway_pushes_total counter');
    expect(seen).toContain('gateway_pushes_total{route="push",outcome="accepted"} 13');
    expect(seen).not.toContain('# EOF');
  });

  it.each([
    ['sweep', '/metrics/job/sweep'],
    ['storage sweep', '/metrics/job/storage%20sweep'],
    ['a/b', '/metrics/job@base64/YS9i'],
  ])('puts the text of a registry under the job %p', async (job, url) => {
    const seen: unknown[] = [];
    const result = await pushed(job, (request, response) => {
      void text(request).then((body) => {
        seen.push(request.method, request.url, request.headers['content-type'], body);
        response.writeHead(200).end();
      });
    });
    expect(result).toEqual({ ok: true, port: result.port });
    expect(seen).toEqual([
      'PUT',
      url,
      'text/plain; version=0.0.4; charset=utf-8',
      [
        '# HELP storage_sweep_freed_bytes Bytes that the last storage sweep gave back to the disk.',
        '# TYPE storage_sweep_freed_bytes gauge',
        'storage_sweep_freed_bytes 11',
        '',
      ].join('\n'),
    ]);
  });

  it('sends further headers along, and leaves the form of the text to itself', async () => {
    const seen: unknown[] = [];
    const headers = { authorization: 'Bearer eleven', 'content-type': 'text/html' };
    await pushed(
      'sweep',
      ({ headers: sent }, response) => {
        seen.push(sent.authorization, sent['content-type']);
        response.writeHead(200).end();
      },
      { headers },
    );
    expect(seen).toEqual(['Bearer eleven', 'text/plain; version=0.0.4; charset=utf-8']);
  });

  it('hands on what the gateway has against it', async () => {
    const result = await pushed('sweep', (_, response) => {
      response.writeHead(400).end('line 3: no value\n');
    });
    expect(result).toEqual({
      ok: false,
      port: result.port,
      reason: `http://127.0.0.1:${String(result.port)}/metrics/job/sweep: answered 400: line 3: no value`,
    });
  });

  it('gives up on a gateway that never answers', async () => {
    const result = await pushed('sweep', () => undefined);
    expect(result).toEqual({
      ok: false,
      port: result.port,
      reason: `pushing job sweep to http://127.0.0.1:${String(result.port)} failed: pushing job sweep to http://127.0.0.1:${String(result.port)} took longer than 250 ms`,
    });
  });

  it('says that nobody listens', async () => {
    const { port } = await pushed('sweep', (_, response) => response.end());
    const url = `http://127.0.0.1:${String(port)}`; // closed again by now
    const result = await pushToGateway({ url, job: 'sweep', registry: new Registry() });
    expect(result).toEqual({
      ok: false,
      reason: `${url}/metrics/job/sweep: connect ECONNREFUSED 127.0.0.1:${String(port)}`,
    });
  });
});
