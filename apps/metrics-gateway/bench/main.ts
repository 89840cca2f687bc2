import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from './client.js';
import { PUSHGATEWAY } from './config.js';
import { buildOurs, startOurs, startPeer, type Server } from './server.js';

const GROUPS = [10, 100, 1_000] as const;
const SERIES_A_GROUP = 100;
const ROUNDS = 5;
const ROUND_MS = 2_000;
const SCRAPES = 9;
/** A turn of the event loop may take so long before pushes and scrapes that wait are worth a thought. */
const DELAY_MS = 10;

interface Pair<T> {
  readonly ours: T;
  readonly peer: T;
}

const SIDES = ['ours', 'peer'] as const;

if (spawnSync(PUSHGATEWAY, ['--version']).status === 0) await main();
else process.stderr.write(`SKIP: there is no ${PUSHGATEWAY} to run; set PUSHGATEWAY to its path\n`);

async function main(): Promise<void> {
  buildOurs();
  const folder = await mkdtemp(path.join(tmpdir(), 'gateway-bench-'));
  const costs = new Map<number, number>();
  for (const groups of GROUPS) costs.set(groups, await benchGroups(folder, groups));
  const [first = NaN, last = NaN] = [costs.get(10), costs.get(1_000)];
  const pair = { ours: last, peer: first };
  report('our push with 1000 groups held, beside our push with 10', 'ms', pair);
  await rm(folder, { recursive: true });
}

/** Milliseconds of one of our pushes. */
async function benchGroups(folder: string, groups: number): Promise<number> {
  const { servers, empty } = await filled(folder, groups);
  const clients = { ours: new Client(servers.ours.url), peer: new Client(servers.peer.url) };
  const of = `with ${String(groups)} groups of ${String(SERIES_A_GROUP)} series`;
  const bench = { servers, clients, of };
  const push = await benchPushes(bench, groups);
  if (groups === GROUPS.at(-1)) await benchScrapes(bench, empty);
  for (const side of SIDES) {
    clients[side].close();
    await servers[side].stop();
  }
  for (const fsync of ['always', 'never'] as const) {
    await benchDurable(folder, { groups, fsync, peer: push.peer });
  }
  // Whoever reads the figures has to know what else the machine did.
  const [load = NaN] = loadavg();
  report(`load of the machine in the minute before, ${of}`, 'tasks', { ours: load, peer: load });
  return push.ours;
}

interface Bench {
  readonly servers: Pair<Server>;
  readonly clients: Pair<Client>;
  readonly of: string;
}

async function benchPushes({ servers, clients, of }: Bench, groups: number): Promise<Pair<number>> {
  await servers.ours.delay();
  const found = await inTurns(ROUNDS, (side) => clients[side].pushFor(ROUND_MS, groups));
  await reportDelay(servers.ours, `under push, ${of}`);
  report(`push, ${of}`, 'ms', found);
  const rate = (ms: number): number => 1_000 / ms;
  const rates = { ours: rate(found.ours), peer: rate(found.peer) };
  report(`pushes a second, ${of}`, '1/s', rates);
  const samples = { ours: rates.ours * SERIES_A_GROUP, peer: rates.peer * SERIES_A_GROUP };
  report(`samples a second, ${of}`, '1/s', samples);
  return found;
}

async function benchScrapes({ servers, clients, of }: Bench, empty: Pair<number>): Promise<void> {
  for (const encoding of ['identity', 'gzip'] as const) {
    await servers.ours.delay();
    const time = await inTurns(SCRAPES, async (side) => (await clients[side].scrape(encoding)).ms);
    await reportDelay(servers.ours, `under scrape, ${encoding}, ${of}`);
    report(`scrape, ${encoding}, ${of}`, 'ms', time);
    const size = async (side: keyof Pair<unknown>): Promise<number> =>
      (await clients[side].scrape(encoding)).bytes / 1024;
    report(`what it sends, ${encoding}, ${of}`, 'KiB', await inTurns(1, size));
    // The Pushgateway writes each scrape anew, but would take minutes for so many pushes; ours keeps what it wrote.
    const anew = { ours: await scrapeAnew(clients.ours, encoding), peer: time.peer };
    report(`scrape, ${encoding}, ours after a push to each group, ${of}`, 'ms', anew);
  }
  const memory = { ours: await servers.ours.resident(), peer: await servers.peer.resident() };
  const series = Number(GROUPS.at(-1)) * SERIES_A_GROUP;
  const each = (from: Pair<number>): Pair<number> => ({
    ours: (memory.ours - from.ours) / series,
    peer: (memory.peer - from.peer) / series,
  });
  report(`memory of the process for each series, ${of}`, 'bytes', each({ ours: 0, peer: 0 }));
  report(`the same beyond an empty process, ${of}`, 'bytes', each(empty));
}

/** Milliseconds where nothing is left of the scrape before. */
async function scrapeAnew(client: Client, encoding: 'identity' | 'gzip'): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await client.fill(Number(GROUPS.at(-1)));
    times.push((await client.scrape(encoding)).ms);
  }
  return median(times);
}

/** The Pushgateway does not tell how late its work comes; what stands beside ours is the most that we allow. */
async function reportDelay(server: Server, when: string): Promise<void> {
  const { p99Ms, maxMs } = await server.delay();
  const beside = 'beside its bound';
  report(`event loop's delay, 99th percentile, ${beside}, ${when}`, 'ms', bounded(p99Ms));
  report(`event loop's delay, longest, ${beside}, ${when}`, 'ms', bounded(maxMs));
}

function bounded(ours: number): Pair<number> {
  return { ours, peer: DELAY_MS };
}

/** The same push where it is in a journal before it is answered, which the Pushgateway has no mode for. */
async function benchDurable(
  folder: string,
  { groups, fsync, peer }: { groups: number; fsync: 'always' | 'never'; peer: number },
): Promise<void> {
  const own = path.join(folder, `${fsync}-${String(groups)}`);
  const server = await ourServer(own, fsync);
  const client = new Client(server.url);
  await client.fill(groups);
  const times: number[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const time = await client.pushFor(ROUND_MS, groups);
    if (round >= 0) times.push(time);
  }
  const how = `into a journal, fsync ${fsync}, with ${String(groups)} groups`;
  report(`push, ours ${how}`, 'ms', { ours: median(times), peer });
  client.close();
  await server.stop();
}

async function ourServer(folder: string, fsync?: 'always' | 'never'): Promise<Server> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'thresholds.yml'), 'gateway:\n  series: 200000\n');
  return startOurs(folder, fsync);
}

/** Both with so many groups, and what they took without any; the Pushgateway takes them without its check first, which would need minutes. */
async function filled(
  folder: string,
  groups: number,
): Promise<{ readonly servers: Pair<Server>; readonly empty: Pair<number> }> {
  const file = path.join(folder, `pushed-${String(groups)}`);
  const unchecked = await startPeer(file, '--push.disable-consistency-check');
  const emptyPeer = await unchecked.resident();
  await fill(unchecked, groups);
  await unchecked.stop();
  const servers = { ours: await ourServer(folder), peer: await startPeer(file) };
  const empty = { ours: await servers.ours.resident(), peer: emptyPeer };
  await fill(servers.ours, groups);
  return { servers, empty };
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
