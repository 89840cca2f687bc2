import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
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

/** Puts back what a folder holds. What was there before is gone; what the folder does not hold stays. */
export async function restore(at: Compose, given: string | undefined): Promise<number> {
  if (given === undefined) throw new Error('name the folder of a backup, as in restore FOLDER');
  const folder = path.resolve(given);
  const running = await serviceIds(at);
  const database = [
    'pg_restore',
    '--username=postgres',
    '--host=/var/run/postgresql',
    '--clean',
    '--if-exists',
    '--exit-on-error',
    '--dbname=aura',
  ];
  if (await isThere(folder, DATABASE))
    await into(
      at,
      ['exec', '-i', required(running, 'postgres'), ...database],
      path.join(folder, DATABASE),
    );
  const volumes = [
    [PROMETHEUS, 'prometheus', '/prometheus'],
    [GRAFANA, 'grafana', '/var/lib/grafana'],
  ] as const;
  for (const [file, service, place] of volumes) {
    const id = running.get(service);
    if (id === undefined || !(await isThere(folder, file))) continue;
    await compose(at, ['stop', service], { deadlineMs: COPY_DEADLINE_MS });
    await into(at, ['cp', '--archive', '-', `${id}:${place}`], path.join(folder, file));
    await compose(at, ['start', service], { deadlineMs: COPY_DEADLINE_MS });
  }
  console.log(`restored from ${folder}`);
  return 0;
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

async function into({ engine }: Compose, args: readonly string[], file: string): Promise<void> {
  const child = spawn(engine.docker, args, {
    stdio: ['pipe', 'inherit', 'inherit'],
    timeout: COPY_DEADLINE_MS,
  });
  const ended = exitOf(child);
  await pipeline(createReadStream(file), child.stdin);
  await expectSuccess(ended, args);
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
