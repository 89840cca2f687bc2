import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPushClient } from '@aura/instrumentation';
import { Counter, Histogram, Registry } from 'prom-client';
import { startGateway, type RunningGateway } from '../fixtures/gateway.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The gateway behind something that loses the first two answers to each push, after the gateway has given them. */
async function world(): Promise<{ readonly gateway: RunningGateway; readonly url: string }> {
  const gateway = await startGateway();
  closers.push(() => gateway.close());
  const lost = new Map<string, number>();
  const proxy = createServer((incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const through = request(gateway.url + (url ?? ''), { method, headers }, (answer) => {
      const key = String(headers['idempotency-key']);
      const before = lost.get(key) ?? 0;
      if (before < 2) {
        lost.set(key, before + 1);
        answer.resume();
        outgoing.destroy();
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 500);
      answer.pipe(outgoing);
    });
    incoming.pipe(through);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
  const { port } = proxy.address() as AddressInfo; // a TCP server that listens has one
  return { gateway, url: `http://127.0.0.1:${String(port)}` };
}

/** A worker that counts, tells of it and ends. */
async function work(url: string, jobs: number): Promise<number> {
  const registry = new Registry();
  const registers = [registry];
  const retry = { attempts: 5, baseMs: 1, maxMs: 2 };
  const client = createPushClient({
    ...{ url, job: 'render', registry },
    ...{ protocol: 'add', intervalMs: 0, retry },
  });
  const done = new Counter({ name: 'jobs_total', help: 'Jobs.', registers });
  const waits = new Histogram({ name: 'wait_seconds', help: 'Waits.', buckets: [1], registers });
  done.inc(jobs);
  waits.observe(jobs);
  await client.flush();
  done.inc();
  await client.flush();
  await client.close();
  return client.stats().retried;
}

describe('short-lived workers', () => {
  it('add up exactly, though most answers are lost', async () => {
    const { gateway, url } = await world();
    const retried = await Promise.all([11, 12, 0, 13].map((jobs) => work(url, jobs)));
    const samples = (await gateway.samples()).filter((line) => !line.startsWith('gateway_'));
    expect([retried, samples]).toEqual([
      [6, 6, 6, 6],
      [
        'jobs_total{job="render"} 40',
        'wait_seconds_bucket{job="render",le="1"} 1',
        'wait_seconds_bucket{job="render",le="+Inf"} 4',
        'wait_seconds_sum{job="render"} 36',
        'wait_seconds_count{job="render"} 4',
      ],
    ]);
  });
});
