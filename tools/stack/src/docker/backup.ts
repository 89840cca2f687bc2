import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from '@aura/parts';
import { z } from 'zod';
import { compose, containers, docker, type Compose } from './compose.js';

const COPY_DEADLINE_MS = 900_000;
const DATABASE = 'postgres.dump';
const GRAFANA = 'grafana.tar';
const PROMETHEUS = 'prometheus.tar';

/** Copies what cannot be made anew into a folder, while the stack runs. */
export async function backup(at: Compose, given: string | undefined): Promise<number> {
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
  await snapshot(at, required(running, 'prometheus'), path.join(folder, PROMETHEUS));
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
const VOLUMES = [
  { file: PROMETHEUS, service: 'prometheus', place: '/prometheus' },
  { file: GRAFANA, service: 'grafana', place: '/var/lib/grafana' },
] as const;

/** Puts back what a folder holds. What was there before is gone; what the folder does not hold stays. */
export async function restore(at: Compose, given: string | undefined): Promise<number> {
  if (given === undefined) throw new Error('name the folder of a backup, as in restore FOLDER');
  const folder = path.resolve(given);
  const running = await serviceIds(at);
  if (await isThere(folder, DATABASE)) await restoreDatabase(at, running, folder);
  for (const volume of VOLUMES) {
    if (running.has(volume.service) && (await isThere(folder, volume.file)))
      await restoreVolume(at, { ...volume, folder });
  }
  console.log(`restored from ${folder}`);
  return 0;
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
  if (readers.length > 0) await compose(at, ['stop', ...readers], { deadlineMs: COPY_DEADLINE_MS });
  try {
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
  await compose(at, ['stop', service], { deadlineMs: COPY_DEADLINE_MS });
  try {
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

/** What the database of Prometheus holds at this moment, memory included, as files that nothing changes any more. */
async function snapshot(at: Compose, id: string, file: string): Promise<void> {
  const authorization = await readFile(
    path.join(at.place.secrets, 'monitoring_authorization'),
    'utf8',
  );
  const header =
    authorization === ''
      ? ''
      : ' --header "Authorization: $(cat /run/secrets/monitoring_authorization)"';
  const url = '$SCHEME://127.0.0.1:9090/api/v1/admin/tsdb/snapshot';
  const ask = `wget -q -O - --no-check-certificate${header} --post-data= ${url}`;
  const answer = await docker(at.engine, ['exec', id, 'sh', '-c', ask], COPY_DEADLINE_MS);
  const { name } = snapshotSchema.parse(JSON.parse(answer)).data;
  const folder = `/prometheus/snapshots/${name}`;
  try {
    await out(at, ['cp', `${id}:${folder}/.`, '-'], file);
  } finally {
    await docker(at.engine, ['exec', id, 'rm', '-rf', folder]);
  }
}

async function out({ engine }: Compose, args: readonly string[], file: string): Promise<void> {
  const child = spawn(engine.docker, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: COPY_DEADLINE_MS,
  });
  const ended = exitOf(child);
  await pipeline(child.stdout, createWriteStream(file, { mode: 0o600 }));
  await expectSuccess(ended, args);
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
