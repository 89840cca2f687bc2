import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from './client.js';
import { PUSHGATEWAY } from './config.js';
import { startOurs, startPeer, type Server } from './server.js';

const GROUPS = [10, 100, 1_000] as const;
const SERIES_A_GROUP = 100;
const ROUNDS = 5;
const ROUND_MS = 2_000;
const SCRAPES = 9;

interface Pair<T> {
  readonly ours: T;
  readonly peer: T;
}

const SIDES = ['ours', 'peer'] as const;

if (spawnSync(PUSHGATEWAY, ['--version']).status === 0) await main();
else process.stderr.write(`SKIP: there is no ${PUSHGATEWAY} to run; set PUSHGATEWAY to its path\n`);

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gateway-bench-'));
  await writeFile(path.join(folder, 'thresholds.yml'), 'gateway:\n  series: 200000\n');
  const costs = new Map<number, number>();
  for (const groups of GROUPS) costs.set(groups, await benchPushes(folder, groups));
  const [first = NaN, last = NaN] = [costs.get(10), costs.get(1_000)];
  report('our push with 1000 groups held, beside our push with 10', 'ms', {
    ours: last,
    peer: first,
  });
  await rm(folder, { recursive: true });
}

/** Milliseconds of one of our pushes. */
async function benchPushes(folder: string, groups: number): Promise<number> {
  const running = await filled(folder, groups);
  const clients = { ours: new Client(running.ours.url), peer: new Client(running.peer.url) };
  const of = `with ${String(groups)} groups of ${String(SERIES_A_GROUP)} series`;
  const found = await inTurns(ROUNDS, (side) => clients[side].pushFor(ROUND_MS, groups));
  report(`push, ${of}`, 'ms', found);
  if (groups === GROUPS.at(-1)) await benchScrapes(running, clients, of);
  for (const side of SIDES) {
    clients[side].close();
    await running[side].stop();
  }
  await benchDurable(folder, groups, found.peer);
  return found.ours;
}

async function benchScrapes(
  running: Pair<Server>,
  clients: Pair<Client>,
  of: string,
): Promise<void> {
  const memory = { ours: await running.ours.resident(), peer: await running.peer.resident() };
  const series = Number(GROUPS.at(-1)) * SERIES_A_GROUP;
  const each = (bytes: number): number => bytes / series;
  report(`memory of the process for each series, ${of}`, 'bytes', {
    ours: each(memory.ours),
    peer: each(memory.peer),
  });
  for (const encoding of ['identity', 'gzip'] as const) {
    const time = await inTurns(SCRAPES, async (side) => (await clients[side].scrape(encoding)).ms);
    report(`scrape, ${encoding}, ${of}`, 'ms', time);
    const size = await inTurns(
      1,
      async (side) => (await clients[side].scrape(encoding)).bytes / 1024,
    );
    report(`what it sends, ${encoding}, ${of}`, 'KiB', size);
  }
}

/** The same push where it is on the disk before it is answered, which the Pushgateway has no mode for. */
async function benchDurable(folder: string, groups: number, peer: number): Promise<void> {
  const own = path.join(folder, `durable-${String(groups)}`);
  await mkdir(own);
  await writeFile(path.join(own, 'thresholds.yml'), 'gateway:\n  series: 200000\n');
  const server = await startOurs(own, true);
  const client = new Client(server.url);
  await client.fill(groups);
  const times: number[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const time = await client.pushFor(ROUND_MS, groups);
    if (round >= 0) times.push(time);
  }
  report(`push, ours with fsync, with ${String(groups)} groups`, 'ms', {
    ours: median(times),
    peer,
  });
  client.close();
  await server.stop();
}

/** Both with so many groups; the Pushgateway takes them without its check first, which would need minutes. */
async function filled(folder: string, groups: number): Promise<Pair<Server>> {
  const file = path.join(folder, `pushed-${String(groups)}`);
  const unchecked = await startPeer(file, '--push.disable-consistency-check');
  await fill(unchecked, groups);
  await unchecked.stop();
  const servers = { ours: await startOurs(folder), peer: await startPeer(file) };
  await fill(servers.ours, groups);
  return servers;
}

async function fill({ url }: Server, groups: number): Promise<void> {
  const client = new Client(url);
  await client.fill(groups);
  client.close();
}

/** Medians of rounds in which both have a turn, who goes first changing; the first round is warm-up. */
async function inTurns(
  rounds: number,
  measure: (side: keyof Pair<unknown>) => Promise<number>,
): Promise<Pair<number>> {
  const found: Pair<number[]> = { ours: [], peer: [] };
  for (let round = -1; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
      const value = await measure(side);
      if (round >= 0) found[side].push(value);
    }
  }
  return { ours: median(found.ours), peer: median(found.peer) };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** One case as `npm run bench` reads it. */
function report(name: string, unit: string, { ours, peer }: Pair<number>): void {
  const line = { bench: 'gateway', case: name, ours, peer, unit, ratio: peer / ours };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
