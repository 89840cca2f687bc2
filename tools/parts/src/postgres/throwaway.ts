import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from '../command.js';
import { prepareCluster } from './cluster.js';
import { freePort } from '../free-port.js';

const PASSWORD = 'throwaway';
const READY_DEADLINE_MS = 30_000;
const STOP_DEADLINE_MS = 10_000;

export interface ThrowawayPostgres {
  /** As superuser, with the password in it. */
  readonly url: string;
  /** Stops the server and removes every file of it. */
  stop(): Promise<void>;
}

/** A real PostgreSQL of its own on a free loopback port, for tests. */
export async function startThrowawayPostgres(): Promise<ThrowawayPostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aura-postgres-'));
  await chmod(folder, 0o755); // root's server runs as another account and has to get in
  const home = path.join(folder, 'cluster');
  const leftovers = new Set([folder]);
  try {
    const cluster = await prepareCluster({ home, password: PASSWORD, durability: 'throwaway' });
    if ('missing' in cluster) throw new Error(`no PostgreSQL to test with: ${cluster.reason}`);
    leftovers.add(path.dirname(cluster.home));
    const port = await freePort();
    const server = await startServer(cluster.commandOn(port));
    return {
      url: `postgres://postgres:${PASSWORD}@127.0.0.1:${String(port)}/postgres`,
      stop: async () => {
        await stopServer(server);
        await removeAll(leftovers);
      },
    };
  } catch (error) {
    await removeAll(leftovers);
    throw error;
  }
}

async function removeAll(folders: Iterable<string>): Promise<void> {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}

/**
 * The server ends when its stdin does, and so with this process, however that ends: no test run leaves one
 * behind. Its shell leaves a watcher that waits for the end of stdin, and becomes the server.
 */
const END_WITH_STDIN = `exec 3<&0; { read -r _ <&3; kill -INT $$; } >/dev/null 2>&1 & exec "$@" 3<&-`;

/** Ready is what the server itself says on stderr; that stays drained, or a full pipe would block the server. */
async function startServer({ bin, args, cwd, user }: Command): Promise<ChildProcess> {
  const server = spawn('sh', ['-c', END_WITH_STDIN, 'sh', bin, ...args], {
    cwd,
    ...user,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await once(server, 'spawn');
  const deadline = setTimeout(() => server.kill('SIGKILL'), READY_DEADLINE_MS);
  const log: string[] = [];
  for await (const line of createInterface({ input: server.stderr })) {
    log.push(line);
    if (!line.includes('ready to accept connections')) continue;
    clearTimeout(deadline);
    server.stderr.resume();
    return server;
  }
  clearTimeout(deadline);
  server.stdin.end();
  throw new Error(`PostgreSQL did not get ready:\n${log.slice(-20).join('\n')}`);
}

/** SIGINT, which the watcher sends, is the fast shutdown: open connections are cut, nothing is lost. */
async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  const deadline = setTimeout(() => server.kill('SIGKILL'), STOP_DEADLINE_MS);
  server.stdin?.end();
  await exited;
  clearTimeout(deadline);
}
