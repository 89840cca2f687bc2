import { execFile } from 'node:child_process';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CRASH_ROUNDS } from '../fixtures/config.js';
import { Clients } from '../fixtures/clients.js';
import { killUnder, startOn } from '../fixtures/crash.js';
import { dataFolder, samplesOf as samples, type GatewayProcess } from '../fixtures/process.js';

const run = promisify(execFile);
const ROUND_MS = 20_000;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function folderOf(): Promise<string> {
  const { folder, remove } = await dataFolder();
  closers.push(remove);
  return folder;
}

async function start(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  const gateway = await startOn(folder, settings);
  closers.push(() => gateway.kill());
  return gateway;
}

async function put(gateway: GatewayProcess, job: string, body: string): Promise<number> {
  const answer = await fetch(`${gateway.url}/metrics/job/${job}`, { method: 'PUT', body });
  await answer.arrayBuffer();
  return answer.status;
}

/** Asks until it holds; what did not hold is thrown when the test's time is over. */
async function eventually(holds: () => Promise<void>): Promise<void> {
  for (let left = 100; left > 0; left -= 1) {
    if (
      await holds().then(
        () => true,
        () => false,
      )
    )
      return;
    await pause(100);
  }
  await holds();
}

describe('a gateway with a data folder', () => {
  it(
    `has every acknowledged push and no acknowledged delete after each of ${CRASH_ROUNDS} kills`,
    async () => {
      const folder = await folderOf();
      const clients = new Clients(7);
      const snapshots: string[] = [];
      const early = await killUnder(clients, {
        folder,
        rounds: CRASH_ROUNDS,
        most: 600,
        onRound: async () => {
          const names = await readdir(folder);
          snapshots.push(...names.filter((name) => name.endsWith('.snapshot')));
        },
      });
      expect(early).toEqual([]);
      const wrong = await clients.wrongIn(await start(folder));
      expect({ wrong, isLoaded: clients.acknowledged > 5 * CRASH_ROUNDS }).toEqual({
        wrong: [],
        isLoaded: true,
      });
      // Each round writes about 2 MiB, and a snapshot is made after 4 MiB.
      expect(snapshots.length > 0 || CRASH_ROUNDS < 10).toBe(true);
    },
    CRASH_ROUNDS * ROUND_MS + ROUND_MS,
  );

  it('has after an orderly restart what it had before it, time stamps and all', async () => {
    const folder = await folderOf();
    const before = await start(folder);
    await put(
      before,
      'a',
      '# HELP x "Help" \\\\ with\\nescapes.\n# TYPE x counter\nx{le="z"} 11\n',
    );
    await put(before, 'c/d@base64/4oKs/t@base64/=', 'y 12\n');
    const [x, y, pushed] = [
      await samples(before, 'x'),
      await samples(before, 'y'),
      await samples(before, 'push_time'),
    ];
    await before.stop();
    const after = await start(folder);
    expect([
      await samples(after, 'x'),
      await samples(after, 'y'),
      await samples(after, 'push_time'),
    ]).toEqual([x, y, pushed]);
    expect([x.length, y.length, pushed.length]).toEqual([1, 1, 2]);
    expect(after.log.find(({ msg }) => msg === 'the journal was replayed')).toMatchObject({
      records: 2,
      fsync: 'always',
    });
  });

  it('has forgotten after kill -9 what it was told to forget', async () => {
    const folder = await folderOf();
    const before = await start(folder, { ADMIN_API: 'on' });
    await put(before, 'a', 'x 11\n');
    const wiped = await fetch(`${before.url}/api/v1/admin/wipe`, { method: 'PUT' });
    await put(before, 'b', 'x 12\n');
    await put(before, 'c', 'x 13\n');
    const deleted = await fetch(`${before.url}/metrics/job/c`, { method: 'DELETE' });
    await before.kill();
    const after = await start(folder);
    expect([wiped.status, deleted.status, await samples(after, 'x')]).toEqual([
      202,
      202,
      ['x{instance="",job="b"} 12'],
    ]);
  });

  it('forgets a group that has expired, also when that came while the gateway was down, and counts it', async () => {
    const folder = await folderOf();
    const before = await start(folder);
    const headers = { 'x-expire-after': '1' };
    await fetch(`${before.url}/metrics/job/a`, { method: 'PUT', body: 'x 11\n', headers });
    await put(before, 'b', 'x 12\n');
    const unread = { 'x-expire-after': '1h' };
    const bad = await fetch(`${before.url}/metrics/job/b`, { method: 'PUT', headers: unread });
    await before.kill();
    const after = await start(folder);
    const left = ['x{instance="",job="b"} 12'];
    await eventually(async () => expect(await samples(after, 'x')).toEqual(left));
    expect([bad.status, await samples(after, 'gateway_groups')]).toEqual([
      400,
      ['gateway_groups 1', 'gateway_groups_expired_total 1'],
    ]);
    await after.kill();
    expect(await samples(await start(folder), 'x')).toEqual(left);
  });

  it('drops a torn last record and says where', async () => {
    const folder = await folderOf();
    const before = await start(folder);
    await put(before, 'a', 'x 11\n');
    await before.kill();
    const segment = path.join(folder, '0000000000000000.segment');
    const { size } = await stat(segment);
    const file = await open(segment, 'a');
    await file.write(Buffer.from([0xff, 0x41, 0x55, 0x01, 200, 0, 0]));
    await file.close();
    const after = await start(folder);
    const torn = after.log.find(({ msg }) => msg === 'the torn end of the journal was dropped');
    expect([await samples(after, 'x'), torn]).toEqual([
      ['x{instance="",job="a"} 11'],
      expect.objectContaining({ path: segment, offset: size, lost: 7 }),
    ]);
  });

  it('refuses with 507 what it has no room for, serves what it has, and goes on when there is room', async () => {
    const folder = await folderOf();
    const gateway = await start(folder);
    const limit = (soft: string) =>
      run('prlimit', ['--pid', String(gateway.pid), `--fsize=${soft}:unlimited`]);
    await put(gateway, 'a', 'x 11\n');
    await limit('20000');
    const long = Array.from({ length: 29 }, (_, i) => `t${i}="${'t'.repeat(1_000)}"`).join();
    const body = `x{${long}} 12\n`;
    const refused = await fetch(`${gateway.url}/metrics/job/a`, { method: 'PUT', body });
    const meanwhile = await samples(gateway, 'x');
    await limit('unlimited');
    const later = await put(gateway, 'b', 'x 13\n');
    expect([refused.status, await refused.json(), meanwhile, later]).toMatchObject([
      507,
      {
        status: 507,
        error: 'it was refused: the disk that the gateway writes to is full',
        advice:
          'Make room where DATA_DIR is; nothing of this was kept, and the gateway goes on by itself once there is room.',
      },
      ['x{instance="",job="a"} 11'],
      200,
    ]);
    await gateway.kill();
    expect(await samples(await start(folder), 'x')).toEqual([
      'x{instance="",job="a"} 11',
      'x{instance="",job="b"} 13',
    ]);
  });
});
