import { Counter, Histogram, Registry, Summary } from 'prom-client';
import { clientOf } from './fixtures/client.js';
import { startGateway, type Answer, type Gateway } from './fixtures/gateway.js';
import { FakeRuntime } from './fixtures/runtime.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function gatewayOf(answer: Answer): Promise<Gateway> {
  const gateway = await startGateway(answer);
  closers.push(() => gateway.close());
  return gateway;
}

function workerOf(url: string, attempts = 3) {
  const world = clientOf(
    url,
    { protocol: 'add', grouping: { instance: 'i' }, retry: { attempts, baseMs: 400 } },
    new FakeRuntime(),
  );
  const registers = [world.registry];
  const labelNames = ['stage'];
  const jobs = new Counter({ name: 'jobs_total', help: 'Jobs\\ \n.', labelNames, registers });
  return { ...world, jobs, registers };
}

const accept: Answer = (response) => response.writeHead(200).end('{}');
const bodies = ({ received }: Gateway): unknown[] =>
  received.map(({ text }) => JSON.parse(text) as unknown);
const group = { job: 'sweep', instance: 'i' };

describe('the wire that adds', () => {
  it('sends growth under a producer and a sequence, and gauges as they are', async () => {
    const gateway = await gatewayOf(accept);
    const { client, jobs, registers } = workerOf(gateway.url);
    const waits = new Histogram({ name: 'waits', help: 'W.', buckets: [0.5, 2], registers });
    const summary = new Summary({ name: 'left_out', help: 'S.', registers });
    summary.observe(1);
    jobs.inc({ stage: 'a "}\\ \n' }, 11);
    waits.observe(1);
    await client.flush();
    jobs.inc({ stage: 'a "}\\ \n' }, 2);
    waits.observe(-1);
    await client.flush();
    await client.flush();
    const help = { help: 'Jobs\\ \n.' };
    const labels = { ...group, stage: 'a "}\\ \n' };
    const freed = { name: 'freed', type: 'gauge', help: 'Freed.' };
    const gauge = { ...freed, series: [{ labels: group, value: 13 }] };
    const counter = { name: 'jobs_total', type: 'counter', ...help };
    const histogram = { name: 'waits', type: 'histogram', help: 'W.', buckets: [0.5, 2] };
    const first = { labels: group, buckets: [0, 1], sum: 1, count: 1 };
    const second = { labels: group, buckets: [1, 1], sum: -1, count: 1 };
    const [request] = gateway.received;
    expect([request?.path, request?.headers['x-aura-producer'], bodies(gateway)]).toEqual([
      '/v1/push',
      'worker-19',
      [
        {
          producer: 'worker-19',
          sequence: 1,
          families: [
            gauge,
            { ...counter, series: [{ labels, value: 11 }] },
            { ...histogram, series: [first] },
          ],
        },
        {
          producer: 'worker-19',
          sequence: 2,
          families: [
            gauge,
            { ...counter, series: [{ labels, value: 2 }] },
            { ...histogram, series: [second] },
          ],
        },
        { producer: 'worker-19', sequence: 3, families: [gauge] },
      ],
    ]);
  });

  it('sends a batch without an answer again as it was, before the next', async () => {
    const gateway = await gatewayOf((response, index, request) => {
      if (index === 0) response.destroy();
      else accept(response, index, request);
    });
    const { client, jobs, gauge } = workerOf(gateway.url, 1);
    gauge.set(17);
    jobs.inc({ stage: 'a' }, 11);
    const unsure = await client.flush();
    jobs.inc({ stage: 'a' }, 2);
    const flushed = await client.flush();
    const [first, again, next] = bodies(gateway);
    expect([unsure.ok, flushed.ok, gateway.received.length]).toEqual([false, true, 3]);
    expect(again).toEqual(first);
    expect(next).toMatchObject({
      sequence: 2,
      families: [{ name: 'freed' }, { name: 'jobs_total', series: [{ value: 2 }] }],
    });
  });

  it('puts what was refused into the next batch, and takes a reset for a new beginning', async () => {
    const gateway = await gatewayOf((response, index) => {
      response.writeHead(index === 0 ? 422 : 200).end();
    });
    const { client, jobs, dropped } = workerOf(gateway.url);
    jobs.inc({ stage: 'a' }, 11);
    await client.flush();
    jobs.inc({ stage: 'a' }, 2);
    await client.flush();
    jobs.reset();
    jobs.inc({ stage: 'a' }, 5);
    await client.flush();
    const grown = bodies(gateway).map(
      (body) => /"a".*?"value":\d+/.exec(JSON.stringify(body))?.[0],
    );
    expect([dropped.length, grown.map((text) => text?.split(':').at(-1))]).toEqual([
      1,
      ['11', '13', '5'],
    ]);
  });

  it('has nothing to add for an empty registry', async () => {
    const gateway = await gatewayOf(accept);
    const { client } = clientOf(gateway.url, { protocol: 'add', registry: new Registry() });
    expect([await client.flush(), gateway.received]).toEqual([{ ok: true }, []]);
  });
});
