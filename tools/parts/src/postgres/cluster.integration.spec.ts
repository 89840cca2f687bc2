import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Command } from '../command.js';
import { freePort } from '../free-port.js';
import { prepareCluster, type Cluster } from './cluster.js';
import { startThrowawayPostgres } from './throwaway.js';

const PASSWORD = 'a-password-13';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aura-cluster-'));
  await chmod(folder, 0o755);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function prepared(): Promise<Cluster> {
  const home = path.join(folder, 'cluster');
  const cluster = await prepareCluster({ home, password: PASSWORD, durability: 'durable' });
  if ('missing' in cluster) throw new Error(cluster.reason);
  return cluster;
}

function started({ bin, args, cwd, user }: Command): ChildProcess {
  return spawn(bin, args, { cwd, ...user, stdio: 'ignore' });
}

/** Asks until the server takes connections. */
async function query(port: number, sql: string, password = PASSWORD): Promise<unknown[]> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      database: 'postgres',
      password,
    });
    try {
      await client.connect();
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } catch (error) {
      if (attempt === 100 || (error instanceof pg.DatabaseError && error.code === '28P01'))
        throw error;
      await pause(50);
    } finally {
      await client.end();
    }
  }
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(server, 'exit');
  server.kill(signal);
  await exited;
}

describe('a cluster', () => {
  it('asks for its password, and keeps its rows over a stop, a kill and a pid that somebody else got', async () => {
    const port = await freePort();
    const first = started((await prepared()).commandOn(port));
    await query(port, 'CREATE TABLE kept (n int)');
    await query(port, 'INSERT INTO kept VALUES (11)');
    await expect(query(port, 'SELECT 1', 'wrong')).rejects.toThrow(
      'password authentication failed',
    );
    await end(first, 'SIGINT');

    const second = started((await prepared()).commandOn(port));
    await query(port, 'INSERT INTO kept VALUES (12)');
    await end(second, 'SIGKILL');
    const lock = path.join(folder, 'cluster/data/postmaster.pid');
    await writeFile(lock, `${process.pid}\n`);

    const third = started((await prepared()).commandOn(port));
    expect(await query(port, 'SELECT n FROM kept ORDER BY n')).toEqual([{ n: 11 }, { n: 12 }]);
    await end(third, 'SIGINT');
  });

  it('is made anew where a killed initdb left half of one, and is closed to others', async () => {
    const { home } = await prepared();
    await rm(path.join(home, 'data'), { recursive: true });
    await writeFile(path.join(home, 'data.unfinished'), 'half');

    await prepared();
    expect((await stat(home)).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(home, 'data/PG_VERSION'))).isFile()).toBe(true);
    await expect(stat(path.join(home, 'initial-password'))).rejects.toThrow('ENOENT');
  });
});

async function throwaways(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('aura-postgres-'));
}

describe('a throwaway PostgreSQL', () => {
  it('answers, and leaves neither server nor files', async () => {
    const before = await throwaways();
    const server = await startThrowawayPostgres();
    const port = Number(new URL(server.url).port);
    expect(await query(port, 'SELECT 11 AS n', 'throwaway')).toEqual([{ n: 11 }]);

    await server.stop();
    expect(await throwaways()).toEqual(before);
    await expect(new pg.Client({ connectionString: server.url }).connect()).rejects.toThrow(
      'ECONNREFUSED',
    );
  });
});
