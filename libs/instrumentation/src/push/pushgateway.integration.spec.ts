import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { createPushClient } from './client.js';

const PROGRAM = ['pushgateway', 'prometheus-pushgateway'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);
const withPushgateway = PROGRAM === undefined ? it.skip : it;
const SKIP = PROGRAM === undefined ? 'SKIP, no pushgateway is on the PATH: ' : '';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startPushgateway(): Promise<string> {
  const address = `127.0.0.1:${String(await freePort())}`;
  const child = spawn(PROGRAM ?? '', [`--web.listen-address=${address}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.includes('Listening on')) break;
  }
  return `http://${address}`;
}

describe('Prometheus’ own Pushgateway', () => {
  withPushgateway(`${SKIP}takes batches, compressed, and keeps what each brought`, async () => {
    const url = await startPushgateway();
    const registry = new Registry();
    new Gauge({ name: 'freed', help: 'F.', labelNames: ['t'], registers: [registry] }).set(
      { t: 'a"\\\n' },
      13,
    );
    new Counter({ name: 'swept_total', help: 's'.repeat(2_000), registers: [registry] }).inc(11);
    new Histogram({ name: 'took', help: 'T.', buckets: [1], registers: [registry] }).observe(17);
    const client = createPushClient({
      url,
      job: 'a/b',
      grouping: { instance: 'w 1', shard: '' },
      registry,
      intervalMs: 0,
      maxBatchBytes: 2_200,
    });
    expect([await client.close(), client.stats()]).toMatchObject([
      { ok: true },
      { delivered: 3, dropped: 0, retried: 0, lastError: undefined },
    ]);
    const text = await (await fetch(`${url}/metrics`)).text();
    const lines = text.split('\n').filter((line) => /^(freed|swept_total|took)/.test(line));
    const group = 'instance="w 1",job="a/b",shard=""';
    expect(lines).toEqual([
      `freed{${group},t="a\\"\\\\\\n"} 13`,
      `swept_total{${group}} 11`,
      `took_bucket{${group},le="1"} 0`,
      `took_bucket{${group},le="+Inf"} 1`,
      `took_sum{${group}} 17`,
      `took_count{${group}} 1`,
    ]);
  });

  withPushgateway(`${SKIP}says what it has against a push, and the rest arrives`, async () => {
    const url = await startPushgateway();
    const registry = new Registry();
    const taken = '# TYPE taken counter\ntaken 12\n';
    await fetch(`${url}/metrics/job/other`, { method: 'POST', body: taken });
    new Gauge({ name: 'taken', help: 'As a counter.', registers: [registry] }).set(11);
    new Gauge({ name: 'freed', help: 'F.', registers: [registry] }).set(13);
    const client = createPushClient({
      url,
      job: 'sweep',
      registry,
      intervalMs: 0,
      maxBatchBytes: 70,
    });
    const { ok } = await client.close();
    const { delivered, dropped, lastError } = client.stats();
    expect([ok, delivered, dropped, lastError]).toEqual([
      false,
      1,
      1,
      expect.stringMatching(/^answered 400: .*taken/) as string,
    ]);
  });
});
