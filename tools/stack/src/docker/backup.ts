import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run, type Command } from '@aura/parts';
import { z } from 'zod';
import { ask } from '../monitoring/ask.js';
import { compose, containers, docker, type Compose } from './compose.js';
import type { Reached } from './reach.js';

const COPY_DEADLINE_MS = 900_000;
const DATABASE = 'postgres.dump';
const GRAFANA = 'grafana.tar';
const PROMETHEUS = 'prometheus.tar';

/** Copies what cannot be made anew into a folder, while the stack runs. */
export async function backup(
  at: Compose,
  prometheus: Reached,
  given: string | undefined,
): Promise<number> {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const folder = path.resolve(given ?? path.join(at.place.folder, 'backups', stamp));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const running = await serviceIds(at);
  const database = [
    'pg_dump',
    '--username=postgres',
    '--host=/var/run/postgresql',
    '--format=custom',
    'aura',
  ];
  await out(at, ['exec', required(running, 'postgres'), ...database], path.join(folder, DATABASE));
  const id = required(running, 'prometheus');
  await snapshot(at, { id, prometheus, file: path.join(folder, PROMETHEUS) });
  const grafana = running.get('grafana');
  if (grafana !== undefined)
    await out(at, ['cp', `${grafana}:/var/lib/grafana/.`, '-'], path.join(folder, GRAFANA));
  console.log(`${folder} holds the backup; restore ${folder} --docker puts it back`);
  console.log(
    `secrets are not in it: keep ${at.place.secrets} elsewhere, or Grafana’s cannot be read`,
  );
  return 0;
}

/** What holds the database open: nothing may write while it is put back. */
const READERS = [
  ...['sample-platform', 'health-aggregator', 'gpu-queue-collector', 'business-reporter'],
  'postgres-exporter',
];
interface Kept {
  readonly file: string;
  readonly service: string;
  /** The volume's folder; the database is put back by its own tool. */
  readonly place?: string;
}
const KEPT: readonly Kept[] = [
  { file: DATABASE, service: 'postgres' },
  { file: PROMETHEUS, service: 'prometheus', place: '/prometheus' },
  { file: GRAFANA, service: 'grafana', place: '/var/lib/grafana' },
];

/** Puts back what a folder holds. What was there before is gone; what the folder does not hold stays. */
export async function restore(at: Compose, given: string | undefined): Promise<number> {
  if (given === undefined) throw new Error('name the folder of a backup, as in restore FOLDER');
  const folder = path.resolve(given);
  const held = await whatIsHeld(folder);
  const running = await serviceIds(at);
  for (const { service } of held) required(running, service);
  // The programs that are running get the Ctrl-C too, and end; this one starts again what it had stopped.
  const ignore = (): void => console.error('interrupted: what was stopped is started again');
  process.on('SIGINT', ignore).on('SIGTERM', ignore);
  try {
    for (const { file, service, place } of held) {
      if (place === undefined) await restoreDatabase(at, running, folder);
      else await restoreVolume(at, { file, service, place, folder });
      console.log(`${service} is as it was`);
    }
  } finally {
    process.removeListener('SIGINT', ignore).removeListener('SIGTERM', ignore);
  }
  console.log(`restored from ${folder}`);
  return 0;
}

/** Every file of a backup that is there, each found whole before anything is stopped or emptied. */
export async function whatIsHeld(folder: string): Promise<readonly Kept[]> {
  const there = await Promise.all(KEPT.map(({ file }) => isThere(folder, file)));
  const held = KEPT.filter((_, index) => there[index]);
  if (held.length === 0) {
    const names = KEPT.map(({ file }) => file).join(', ');
    throw new Error(`${folder} holds no backup: none of ${names} is there`);
  }
  for (const { file } of held.filter(({ place }) => place !== undefined)) {
    const script = 'exec tar -tf "$0" > /dev/null';
    const read = await run(
      { bin: 'sh', args: ['-c', script, path.join(folder, file)] },
      COPY_DEADLINE_MS,
    );
    if (!read.ok) throw new Error(`${file} in ${folder} is not whole: ${read.reason}`);
  }
  return held;
}

/** In one transaction: should it fail, the database is as it was. */
async function restoreDatabase(
  at: Compose,
  running: ReadonlyMap<string, string>,
  folder: string,
): Promise<void> {
  const id = required(running, 'postgres');
  const readers = READERS.filter((name) => running.has(name));
  const as = ['--username=postgres', '--host=/var/run/postgresql', '--dbname=aura'];
  const how = ['--clean', '--if-exists', '--single-transaction'];
  try {
    if (readers.length > 0)
      await compose(at, ['stop', ...readers], { deadlineMs: COPY_DEADLINE_MS });
    const args = ['exec', '-i', id, 'pg_restore', ...as, ...how];
    await into({ bin: at.engine.docker, args }, path.join(folder, DATABASE));
  } finally {
    if (readers.length > 0)
      await compose(at, ['start', ...readers], { deadlineMs: COPY_DEADLINE_MS });
  }
}

interface Volume {
  readonly file: string;
  readonly service: string;
  readonly place: string;
  readonly folder: string;
}

/** Into an empty one, by a container of the same user: what lay there would go on beside what is put back. */
async function restoreVolume(at: Compose, { file, service, place, folder }: Volume): Promise<void> {
  const id = required(await serviceIds(at), service);
  const format = '{{.Config.User}} {{.Config.Image}}';
  const told = await docker(at.engine, ['inspect', '--format', format, id]);
  const [user = '', image = ''] = told.trim().split(' ');
  const closed = ['--network', 'none', '--read-only', '--cap-drop', 'ALL', '--user', user];
  const work = `rm -rf ${place}/* ${place}/.[!.]* && tar -x -f - -C ${place}`;
  const mounted = ['--volumes-from', id, '--entrypoint', 'sh', image, '-c', work];
  const args = ['run', '--rm', '--interactive', ...closed, ...mounted];
  try {
    await compose(at, ['stop', service], { deadlineMs: COPY_DEADLINE_MS });
    await into({ bin: at.engine.docker, args }, path.join(folder, file));
  } finally {
    await compose(at, ['start', service], { deadlineMs: COPY_DEADLINE_MS });
  }
}

async function serviceIds(at: Compose): Promise<ReadonlyMap<string, string>> {
  const all = await containers(at);
  return new Map(
    all.filter(({ state }) => state === 'running').map(({ service, id }) => [service, id]),
  );
}

function required(running: ReadonlyMap<string, string>, service: string): string {
  const id = running.get(service);
  if (id === undefined) throw new Error(`${service} does not run; npm start -- --docker starts it`);
  return id;
}

const isThere = (folder: string, file: string): Promise<boolean> =>
  access(path.join(folder, file)).then(
    () => true,
    () => false, // this backup has none
  );

const snapshotSchema = z.object({ data: z.object({ name: z.string() }) });

interface Snapshot {
  readonly id: string;
  readonly prometheus: Reached;
  readonly file: string;
}

/** What the database of Prometheus holds at this moment, memory included, as files that nothing changes any more. */
async function snapshot(at: Compose, { id, prometheus, file }: Snapshot): Promise<void> {
  const { url, fetch } = prometheus;
  const how = { method: 'POST', fetch } as const;
  const { data } = await ask(`${url}/api/v1/admin/tsdb/snapshot`, snapshotSchema, how);
  const folder = `/prometheus/snapshots/${data.name}`;
  try {
    await out(at, ['cp', `${id}:${folder}/.`, '-'], file);
  } finally {
    await docker(at.engine, ['exec', id, 'rm', '-rf', folder]);
  }
}

/** Under its name only once it is whole. */
async function out({ engine }: Compose, args: readonly string[], file: string): Promise<void> {
  const child = spawn(engine.docker, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: COPY_DEADLINE_MS,
  });
  const ended = exitOf(child);
  await pipeline(child.stdout, createWriteStream(`${file}.part`, { mode: 0o600 }));
  await expectSuccess(ended, args);
  await rename(`${file}.part`, file);
}

async function into({ bin, args, cwd }: Command, file: string): Promise<void> {
  const child = spawn(bin, args, {
    stdio: ['pipe', 'inherit', 'inherit'],
    timeout: COPY_DEADLINE_MS,
    ...(cwd === undefined ? {} : { cwd }),
  });
  const ended = exitOf(child);
  // Who ends before it has read all says so by how it ended, and in its own words above.
  const [fed] = await Promise.allSettled([pipeline(createReadStream(file), child.stdin)]);
  await expectSuccess(ended, args);
  if (fed.status === 'rejected') throw fed.reason;
}

function exitOf(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function expectSuccess(
  ended: Promise<number>,
  [verb = '']: readonly string[],
): Promise<void> {
  const code = await ended;
  if (code !== 0) throw new Error(`docker ${verb} ended with ${code}; the copy is not whole`);
}
