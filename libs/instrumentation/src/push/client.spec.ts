import { Counter, Gauge, Registry, type OpenMetricsContentType } from 'prom-client';
import { QUIET, clientOf, textOf } from './fixtures/client.js';
import { startGateway, type Answer, type Gateway } from './fixtures/gateway.js';
import { FLUSH_DEADLINE_MS, FakeRuntime, INTERVAL_MS } from './fixtures/runtime.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function gatewayOf(answer: Answer): Promise<Gateway> {
  const gateway = await startGateway(answer);
  closers.push(() => gateway.close());
  return gateway;
}

const accept: Answer = (response) => response.writeHead(200).end();
const keysOf = ({ received }: Gateway): unknown[] =>
  received.map(({ headers }) => headers['idempotency-key']);
describe('a push client', () => {
  it('posts the registry as it is at the flush, in its group, with its headers', async () => {
    const gateway = await gatewayOf(accept);
    const { host } = new URL(gateway.url);
    const { client, gauge } = clientOf(`http://worker:hunter2@${host}/`, {
      grouping: { instance: 'w/17' },
      headers: { 'x-tenant': 'aura' },
    });
    gauge.set(17);
    expect([await client.flush(), client.stats()]).toEqual([
      { ok: true },
      { ...QUIET, delivered: 1 },
    ]);
    expect(gateway.received).toMatchObject([
      {
        method: 'POST',
        path: '/metrics/job/sweep/instance@base64/dy8xNw',
        text: textOf(17),
        headers: {
          'content-type': 'text/plain; version=0.0.4; charset=utf-8',
          'idempotency-key': 'worker-19-1',
          'x-tenant': 'aura',
          authorization: `Basic ${Buffer.from('worker:hunter2').toString('base64')}`,
        },
      },
    ]);
  });

  it('has nothing to say for an empty registry', async () => {
    const gateway = await gatewayOf(accept);
    const { client } = clientOf(gateway.url, { registry: new Registry() });
    expect([await client.flush(), gateway.received]).toEqual([{ ok: true }, []]);
  });

  it('pushes at its interval, again and again, and holds the process for none of it', async () => {
    const arrived: (() => void)[] = [];
    const gateway = await gatewayOf((response, index, request) => {
      accept(response, index, request);
      arrived.splice(0).forEach((tell) => tell());
    });
    const { gauge, runtime } = clientOf(gateway.url);
    for (const value of [11, 12]) {
      gauge.set(value);
      const push = new Promise<void>((resolve) => arrived.push(resolve));
      runtime.ring(INTERVAL_MS);
      expect(runtime.holding).toEqual([]);
      await push;
    }
    expect(gateway.received.map((push) => push.text)).toEqual([textOf(11), textOf(12)]);
  });

  it('holds the process for a flush, and only until it is done', async () => {
    const holding: unknown[] = [];
    const runtime = new FakeRuntime();
    const gateway = await gatewayOf((response) => {
      holding.push(runtime.holding);
      response.end();
    });
    const { client } = clientOf(gateway.url, {}, runtime);
    await client.flush();
    expect([...holding, runtime.holding]).toEqual([[FLUSH_DEADLINE_MS], []]);
  });

  it('splits a registry into batches by size, and no family', async () => {
    const gateway = await gatewayOf(accept);
    const { client, registry } = clientOf(gateway.url, {
      maxBatchBytes: 2 * textOf(11, 'a').length + 10,
    });
    registry.clear();
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      new Gauge({ name, help: 'Freed.', registers: [registry] }).set(11);
    }
    await client.flush();
    expect(gateway.received.map((push) => push.text)).toEqual([
      textOf(11, 'a') + textOf(11, 'b'),
      textOf(11, 'c') + textOf(11, 'd'),
      textOf(11, 'e'),
    ]);
    expect(keysOf(gateway)).toEqual(['worker-19-1', 'worker-19-2', 'worker-19-3']);
  });

  it('compresses what is worth it', async () => {
    const gateway = await gatewayOf(accept);
    const { client, registry } = clientOf(gateway.url);
    await client.flush();
    const help = 'x'.repeat(2_000);
    new Gauge({ name: 'long', help, registers: [registry] }).set(11);
    await client.flush();
    const [short, long] = gateway.received;
    expect([short?.headers['content-encoding'], long?.headers['content-encoding']]).toEqual([
      undefined,
      'gzip',
    ]);
    expect(Number(long?.headers['content-length'])).toBeLessThan(200);
    expect(long?.text).toBe(`${textOf(13)}# HELP long ${help}\n# TYPE long gauge\nlong 11\n`);
  });

  it.each([400, 415])('stays with plain text once a gateway answers %p to gzip', async (status) => {
    const gateway = await gatewayOf((response, _, { headers }) => {
      response.writeHead('content-encoding' in headers ? status : 200).end('what is this?');
    });
    const { client, registry } = clientOf(gateway.url);
    new Gauge({ name: 'long', help: 'x'.repeat(2_000), registers: [registry] }).set(11);
    expect([await client.flush(), await client.flush()]).toEqual([{ ok: true }, { ok: true }]);
    expect(gateway.received.map(({ headers }) => headers['content-encoding'])).toEqual([
      'gzip',
      undefined,
      undefined,
    ]);
    expect(keysOf(gateway)).toEqual(['worker-19-1', 'worker-19-1', 'worker-19-2']);
    expect(client.stats()).toEqual({ ...QUIET, delivered: 4 });
  });

  it('writes Prometheus text for a registry of OpenMetrics, whose counters were stripped by a scrape', async () => {
    const gateway = await gatewayOf(accept);
    const registry = new Registry<OpenMetricsContentType>();
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    const { client } = clientOf(gateway.url, { registry });
    new Counter({ name: 'swept_total', help: 'Swept.', registers: [registry] }).inc(11);
    registry.setDefaultLabels({ zone: 'z' });
    await registry.metrics();
    await client.flush();
    expect(gateway.received.map((push) => push.text)).toEqual([
      '# HELP swept_total Swept.\n# TYPE swept_total counter\nswept_total{zone="z"} 11\n',
    ]);
  });
});
