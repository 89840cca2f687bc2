import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createPushClient, type PushClient } from '@aura/instrumentation';
import { Counter, Registry } from 'prom-client';
import { freePort } from '../fixtures/free-port.js';
import { startGateway } from '../fixtures/gateway.js';
import { dataFolder, startProcess, type GatewayProcess } from '../fixtures/process.js';
import { itBeside, startBeside } from './beside.js';

const PROXY_FILE = path.join(import.meta.dirname, '../../../../docker/haproxy/gateway.cfg');
const withPrograms = itBeside('haproxy', 'prometheus');

const WORKERS = 7;
/** Rounds of increments; one replica is away from the third to the sixth. */
const ROUNDS = 9;
const GONE = { from: 3, to: 6 };

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface World {
  readonly replicas: readonly Replica[];
  readonly proxy: string;
  readonly prometheus: string;
}

interface Replica {
  readonly address: string;
  gateway: GatewayProcess;
  restart(): Promise<void>;
}

async function replica(): Promise<Replica> {
  const { folder, remove } = await dataFolder();
  closers.push(remove);
  const port = String(await freePort());
  const start = (): Promise<GatewayProcess> => startProcess({ DATA_DIR: folder, PORT: port });
  const one: Replica = {
    address: `127.0.0.1:${port}`,
    gateway: await start(),
    restart: async () => {
      one.gateway = await start();
    },
  };
  closers.push(() => one.gateway.kill());
  return one;
}

async function world(): Promise<World> {
  const [first, second] = await Promise.all([replica(), replica()]);
  const proxy = `http://127.0.0.1:${String(await freePort())}`;
  const environment = {
    GATEWAY_LISTEN: new URL(proxy).host,
    GATEWAY_1: first.address,
    GATEWAY_2: second.address,
  };
  closers.push(
    await startBeside({
      ...{ name: 'haproxy', args: ['-db', '-f', PROXY_FILE], environment },
      ready: `${proxy}/metrics`,
    }),
  );
  return { replicas: [first, second], proxy, prometheus: await prometheusOf([first, second]) };
}

async function prometheusOf(replicas: readonly Replica[]): Promise<string> {
  const { folder, remove } = await dataFolder();
  closers.push(remove);
  const config = path.join(folder, 'prometheus.yml');
  const targets = replicas.map(({ address }) => address);
  const jobs = [{ job_name: 'metrics-gateway', honor_labels: true, static_configs: [{ targets }] }];
  await writeFile(
    config,
    JSON.stringify({
      global: { scrape_interval: '500ms', scrape_timeout: '500ms' },
      scrape_configs: jobs,
    }),
  );
  const host = `127.0.0.1:${String(await freePort())}`;
  const flags = [`--config.file=${config}`, `--storage.tsdb.path=${folder}/data`];
  closers.push(
    await startBeside({
      ...{ name: 'prometheus', args: [...flags, `--web.listen-address=${host}`] },
      ready: `http://${host}/-/ready`,
    }),
  );
  return `http://${host}`;
}

/** The values of an instant query. */
async function asked({ prometheus }: World, query: string): Promise<readonly number[]> {
  const url = `${prometheus}/api/v1/query?query=${encodeURIComponent(query)}`;
  const answer = (await (await fetch(url)).json()) as {
    data: { result: { value: [number, string] }[] }; // https://prometheus.io/docs/prometheus/latest/querying/api/
  };
  return answer.data.result.map(({ value }) => Number(value[1]));
}

/** Asks Prometheus until its scrapes have caught up; what it says by then, whatever that is. */
async function settled(world: World, query: string, value: number): Promise<readonly number[]> {
  for (let left = 60; left > 0; left -= 1) {
    const values = await asked(world, query);
    if (values[0] === value && values.length === 1) return values;
    await pause(250);
  }
  return asked(world, query);
}

function worker(url: string, name: string): { client: PushClient; done: Counter } {
  const registry = new Registry();
  const done = new Counter({ name: 'replica_jobs_total', help: 'Done.', registers: [registry] });
  const client = createPushClient({
    ...{ url, registry, job: 'replicas', grouping: { worker: name }, protocol: 'add' },
    ...{ intervalMs: 0, flushDeadlineMs: 1_500, retry: { baseMs: 20, maxMs: 200 } },
  });
  closers.push(() => client.close());
  return { client, done };
}

describe('two replicas behind a proxy', () => {
  withPrograms(
    'show Prometheus what workers counted, exactly, though one of them was killed and came back',
    async () => {
      const all = await world();
      const [first] = all.replicas;
      const workers = Array.from({ length: WORKERS }, (_, i) => worker(all.proxy, `w${String(i)}`));
      let counted = 0;
      let failed = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        if (round === GONE.to) await first?.restart();
        const killing = round === GONE.from ? first?.gateway.kill() : undefined;
        const results = await Promise.all(
          workers.map(({ client, done }, i) => {
            done.inc(i + 11);
            counted += i + 11;
            return client.flush();
          }),
        );
        failed += results.filter(({ ok }) => !ok).length;
        await killing;
      }
      const last = await Promise.all(workers.map(({ client }) => client.close()));
      const sum = 'sum without (instance, worker) (replica_jobs_total)';
      const total = await settled(all, 'sum(replica_jobs_total)', counted);
      const replicas = await asked(all, 'count(count by (instance) (replica_jobs_total))');
      const resets = await asked(all, 'max(resets(replica_jobs_total[10m]))');
      expect({
        last,
        total,
        sum: await asked(all, sum),
        replicas,
        resets,
        isFelt: failed > 0,
      }).toEqual({
        last: last.map(() => ({ ok: true })),
        total: [counted],
        sum: [counted],
        replicas: [2],
        resets: [0],
        isFelt: true,
      });
    },
    120_000,
  );

  withPrograms(
    'hold each group of a job on one of them, and none of what is sent while that one is away',
    async () => {
      const { proxy, replicas } = await world();
      const ask = async (method: string, target: string, body = ''): Promise<number> =>
        (await fetch(proxy + target, { method, ...(body === '' ? {} : { body }) })).status;
      const jobs = Array.from({ length: 12 }, (_, i) => `/metrics/job/j${String(i)}`);
      const put = [];
      for (const job of jobs) {
        put.push(await ask('PUT', `${job}/x/1/y/2`, 'a 11\n'));
        put.push(await ask('POST', `${job}/y/2/x/1`, 'b 12\n'));
      }
      const groups = await Promise.all(replicas.map(({ address }) => groupsOf(address)));
      await replicas[0]?.gateway.kill();
      const whileGone = await Promise.all(jobs.map((job) => ask('PUT', job, 'a 13\n')));
      const after = await groupsOf(replicas[1]?.address ?? '');
      expect({
        put: [...new Set(put)],
        total: groups.reduce((sum, count) => sum + count, 0),
        isShared: groups.every((count) => count > 0),
        gone: whileGone.filter((status) => status === 503).length,
        elsewhere: after - (groups[1] ?? NaN),
        refused: await Promise.all([ask('GET', '/metrics'), ask('POST', '/v1/push', '{}')]),
      }).toEqual({
        ...{ put: [200], total: 12, isShared: true, gone: groups[0], elsewhere: groups[1] },
        refused: [404, 400],
      });
    },
    60_000,
  );
});

async function groupsOf(address: string): Promise<number> {
  const text = await (await fetch(`http://${address}/metrics`)).text();
  return Number(/^gateway_groups (\d+)$/m.exec(text)?.[1]);
}

describe('a push that says beside its body whose it is', () => {
  it('is refused where the body says another', async () => {
    const gateway = await startGateway();
    closers.push(() => gateway.close());
    const send = (producer: string) =>
      gateway.ask('/v1/push', {
        method: 'POST',
        headers: { 'x-aura-producer': producer },
        body: JSON.stringify({ producer: 'w-11', sequence: 1, families: [] }),
      });
    const [same, other] = [await send('w-11'), await send('w-12')];
    expect([same.status, other.status, JSON.parse(other.body)]).toMatchObject([
      200,
      400,
      {
        error:
          'the push was refused: the header x-aura-producer is "w-12", and the push names another producer',
      },
    ]);
  });
});
