import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run, type Command, type Missing, type User } from '../command.js';
import { outsideFolder } from '../repository.js';
import { absent, exists } from '../files.js';
import { accountFor, canEnter, makeOwnFolder } from './account.js';
import { findPostgres, type PostgresBinaries } from './binaries.js';

/** initdb takes about a second; a busy machine with a slow disk takes its fsync of 40 MB far longer. */
const INITDB_DEADLINE_MS = 120_000;

export interface ClusterOptions {
  /** Holds the cluster: owned by the account PostgreSQL runs as, mode 0700. */
  readonly home: string;
  /** Of the superuser `postgres`, when the cluster is made; an existing cluster keeps the one it has. */
  readonly password: string;
  /** `throwaway` gives up surviving a power cut for a faster start. Never for data that anybody wants back. */
  readonly durability: 'durable' | 'throwaway';
}

export interface Cluster {
  /** Where it lies: not the folder asked for when the account it runs as cannot enter that. */
  readonly home: string;
  commandOn(port: number): Command;
}

/** Makes the cluster where there is none and clears what a killed server left, so that it can be started. */
export async function prepareCluster(options: ClusterOptions): Promise<Cluster | Missing> {
  const user = await accountFor(options.home);
  const binaries = await findPostgres(user);
  if ('missing' in binaries) return binaries;
  const home = await homeFor(options.home, user);
  if (!(await exists(path.join(home, 'data/PG_VERSION')))) {
    await initialise({ ...options, home }, binaries, user);
  }
  await clearStaleLock(path.join(home, 'data'));
  return {
    home,
    commandOn: (port) => ({
      bin: binaries.postgres,
      args: serverArguments(home, port, options.durability),
      cwd: '/',
      ...(user && { user }),
    }),
  };
}

async function homeFor(wanted: string, user: User | undefined): Promise<string> {
  await mkdir(path.dirname(wanted), { recursive: true });
  const isReachable = await canEnter(path.dirname(wanted), user);
  const home = isReachable ? wanted : path.join(outsideFolder(wanted), path.basename(wanted));
  if (!isReachable) await makeOwnFolder(path.dirname(home));
  await mkdir(home, { recursive: true });
  await chmod(home, 0o700);
  if (user) await chown(home, user.uid, user.gid);
  return home;
}

/** Made beside its place and renamed when whole: a cluster half made by a killed initdb is never started. */
async function initialise(
  { home, password, durability }: ClusterOptions,
  { initdb }: PostgresBinaries,
  user: User | undefined,
): Promise<void> {
  const unfinished = path.join(home, 'data.unfinished');
  const passwordFile = path.join(home, 'initial-password');
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  const args = ['-D', unfinished, '-U', 'postgres', '--pwfile', passwordFile, ...INITDB_FLAGS];
  if (durability === 'throwaway') args.push('--no-sync');
  const made = await run(
    { bin: initdb, args, cwd: '/', ...(user && { user }) },
    INITDB_DEADLINE_MS,
  );
  await rm(passwordFile);
  if (!made.ok) throw new Error(`initdb could not make a cluster in ${home}: ${made.reason}`);
  await rename(unfinished, path.join(home, 'data'));
}

/** The built-in locale sorts the same on every machine and asks for no locale of the system. */
const INITDB_FLAGS = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
];

function serverArguments(
  home: string,
  port: number,
  durability: ClusterOptions['durability'],
): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    shared_buffers: '64MB',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durability === 'throwaway' && { fsync: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => [
    '-c',
    `${name}=${String(value)}`,
  ]);
  return ['-D', path.join(home, 'data'), ...flags];
}

/**
 * A killed server leaves postmaster.pid behind. PostgreSQL takes it over by itself unless another process of
 * the same account has been given that pid meanwhile; then it would refuse for ever.
 */
async function clearStaleLock(dataFolder: string): Promise<void> {
  const lockFile = path.join(dataFolder, 'postmaster.pid');
  const lock = await readFile(lockFile, 'utf8').catch(absent);
  const pid = lock?.split('\n')[0];
  if (pid === undefined) return;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(absent);
  if (commandLine?.includes(dataFolder)) {
    throw new Error(
      `PostgreSQL runs on ${dataFolder} already, as process ${pid}; stop that one first`,
    );
  }
  await rm(lockFile);
}
