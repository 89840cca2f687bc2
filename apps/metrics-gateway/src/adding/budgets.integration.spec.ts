import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startGateway, type RunningGateway } from '../fixtures/gateway.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Settings = Readonly<Record<string, string>>;

async function world(settings: Settings = {}): Promise<RunningGateway> {
  const gateway = await startGateway(undefined, settings);
  closers.unshift(() => gateway.close());
  return gateway;
}

async function folderOf(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'budgets-'));
  closers.push(() => rm(folder, { recursive: true }));
  return folder;
}

/** A push of a counter with so many series, or with these fields beside them. */
function push(gateway: RunningGateway, name: string, how: { n?: number; producer?: string } = {}) {
  const { n = 1, producer = `w-${name}`, ...rest } = how;
  const series = Array.from({ length: n }, (_, i) => ({ labels: { n: String(i) }, value: 13 }));
  const families = [{ name, type: 'counter', series, ...rest }];
  const body = JSON.stringify({ producer, sequence: 1, families });
  return gateway.ask('/v1/push', { method: 'POST', body });
}

async function readJson(gateway: RunningGateway, at: string): Promise<unknown> {
  return JSON.parse((await gateway.ask(at)).body);
}

async function shown(gateway: RunningGateway): Promise<readonly string[]> {
  return (await gateway.samples()).filter((line) => !line.startsWith('gateway_'));
}

const GROUP = '/metrics/job/copy';

describe('budgets', () => {
  it('answer 429 and name who holds how much of what', async () => {
    const THRESHOLDS_FILE = path.join(await folderOf(), 'thresholds.yml');
    const limits = '{ seriesPerFamily: 12, seriesPerGroup: 11, seriesPerProducer: 10 }';
    await writeFile(THRESHOLDS_FILE, `gateway: ${limits}\n`);
    const gateway = await world({ THRESHOLDS_FILE });
    const put = async (lines: number) => {
      const body = Array.from({ length: lines }, (_, i) => `x${String(i)} 1\n`).join('');
      return gateway.ask(GROUP, { method: 'PUT', body });
    };
    await push(gateway, 'a_total', { n: 9 });
    await put(11);
    const refused = [
      await push(gateway, 'b_total', { n: 11 }),
      await push(gateway, 'a_total', { n: 13, producer: 'w-12' }),
      await put(12),
    ];
    expect(refused.map(({ status, body }) => `${String(status)} ${body}`)).toEqual([
      expect.stringMatching(
        /^429 .*the producer \\"w-b_total\\" holds 0 series and this would open 11 more; the limit is 10 \(gateway.seriesPerProducer\)/,
      ),
      expect.stringMatching(
        /^429 .*the family a_total holds 9 series and this would open 4 more; the limit is 12 \(gateway.seriesPerFamily\)/,
      ),
      expect.stringMatching(
        /^429 .*the group \{job=\\"copy\\"\} holds 11 series and this would open 1 more; the limit is 11 \(gateway.seriesPerGroup\)/,
      ),
    ]);
    expect((await shown(gateway)).length).toBe(20);
  });
});

describe('quarantine', () => {
  it('keeps unknown families off the scrape, tells of them, and lets them out when the setting says so', async () => {
    const DATA_DIR = await folderOf();
    const settings = { DATA_DIR, UNKNOWN_FAMILIES: 'quarantine' };
    const first = await startGateway(undefined, settings);
    const added = await push(first, 'storage_sweep_total');
    const put = await first.ask(GROUP, { method: 'PUT', body: 'gateway_group 11\n' });
    const [samples, kept] = [await shown(first), await readJson(first, '/v1/quarantine')];
    const { body } = await first.ask('/metrics');
    await first.close();
    const second = await world({ DATA_DIR });
    expect([put.status, JSON.parse(added.body), samples, kept]).toMatchObject([
      200,
      { outcome: 'applied', families: [{ name: 'storage_sweep_total', quarantined: true }] },
      [],
      {
        ...{ series: 2, total: 2 },
        families: [
          {
            family: 'gateway_group',
            from: 'group',
            who: '{job="copy"}',
            nearest: 'gateway_groups',
          },
          { family: 'storage_sweep_total', from: 'push', who: 'w-storage_sweep_total', series: 1 },
        ],
      },
    ]);
    expect(body).toMatch(/^gateway_quarantined_series 2$/m);
    expect(await shown(second)).toEqual(['storage_sweep_total{n="0"} 13']);
    expect((await second.ask('/metrics')).body).toMatch(
      /^gateway_group\{instance="",job="copy"\} 11$/m,
    );
  });
});

describe('a wipe', () => {
  it('clears sums, producers, quarantine and groups, for good', async () => {
    const settings = { DATA_DIR: await folderOf(), ADMIN_API: 'on' };
    const first = await startGateway(undefined, { ...settings, UNKNOWN_FAMILIES: 'quarantine' });
    await push(first, 'a_total');
    await first.ask(GROUP, { method: 'PUT', body: 'x 11\n' });
    const wiped = await first.ask('/api/v1/admin/wipe', { method: 'PUT' });
    const left = await readJson(first, '/v1/quarantine');
    await first.close();
    const second = await world(settings);
    const [producers, groups] = [
      await readJson(second, '/v1/producers'),
      await readJson(second, '/v1/groups'),
    ];
    expect([wiped.status, left, producers, groups, await shown(second)]).toEqual([
      202,
      { series: 0, total: 0, families: [] },
      { total: 0, producers: [] },
      { total: 0, groups: [] },
      [],
    ]);
    const again = await push(second, 'a_total');
    expect(JSON.parse(again.body)).toMatchObject({ outcome: 'applied' });
  });
});

describe('who pushes', () => {
  it('can be asked for in pieces', async () => {
    const gateway = await world();
    for (const producer of ['w-11', 'w-12', 'w-13'])
      await push(gateway, `${producer.replace('-', '_')}_total`, { producer, n: 2 });
    await gateway.ask(GROUP, { method: 'PUT', body: 'x 11\ny 12\n' });
    expect([
      await readJson(gateway, '/v1/producers?limit=1&offset=1'),
      await readJson(gateway, '/v1/producers?order=silent&limit=1'),
      await readJson(gateway, '/v1/groups'),
      (await gateway.ask('/v1/producers?limit=1001')).status,
      (await gateway.ask('/v1/groups?order=loud')).status,
    ]).toMatchObject([
      { total: 3, producers: [{ name: 'w-12', sequence: 1, missing: 0, series: 2 }] },
      { total: 3, producers: [{ name: 'w-11' }] },
      { total: 1, groups: [{ group: '{job="copy"}', families: 2, series: 2 }] },
      400,
      400,
    ]);
  });
});
