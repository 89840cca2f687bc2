import { EventEmitter, on } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareCluster } from '@aura/parts';
import pg from 'pg';
import { layoutOf } from './layout.js';
import type { Part, World } from './parts/part.js';
import { openSecrets } from './parts/secrets.js';
import { PARTS } from './parts/table.js';
import { PORTS } from './settings/ports.js';
import { readSettings } from './settings/settings.js';
import { claimPorts } from './settings/taken-ports.js';
import { Stack } from './stack.js';
import { identify, isAlive, treeOf, type ProcessId } from './supervision/proc.js';
import type { Happening, Launch } from './supervision/supervised.js';

const SERVICE = fileURLToPath(new URL('./fixtures/service.mjs', import.meta.url));

let root: string;
let world: World;
let stack: Stack | undefined;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'aura-stack-'));
  await chmod(root, 0o755);
  world = await makeWorld();
});
afterEach(async () => {
  await stack?.stop();
  await rm(root, { recursive: true });
});

async function makeWorld(): Promise<World> {
  const layout = layoutOf(root, root);
  await mkdir(layout.logs, { recursive: true });
  const secrets = await openSecrets(layout);
  const everyPortFree = Object.values(PORTS).map(({ variable }) => [variable, '0']);
  const settings = readSettings(Object.fromEntries(everyPortFree) as Record<string, string>);
  if ('problems' in settings) throw new Error(settings.problems.join());
  const ports = await claimPorts(settings, ['postgres', 'metrics-gateway']);
  if (Array.isArray(ports)) throw new Error(ports.join());
  const home = path.join(layout.data, 'postgres');
  const password = secrets.superuserPassword;
  const cluster = await prepareCluster({ home, password, durability: 'throwaway' });
  if ('missing' in cluster) throw new Error(cluster.reason);
  return { layout, secrets, settings, ports, cluster, programs: new Map(), ffmpeg: 'ffmpeg' };
}

/** The real PostgreSQL of the table, and a small process in the place of an application that needs it. */
function parts({ status = 200, readyWithinMs = 10_000 } = {}): Part[] {
  const postgres = PARTS.find(({ name }) => name === 'postgres');
  if (postgres === undefined) throw new Error('the table has no postgres');
  const service: Part = {
    name: 'metrics-gateway',
    purpose: 'stands in for an application',
    needs: ['postgres'],
    readyWithinMs,
    url: 'http://127.0.0.1:{port}',
    command: ({ ports }) => ({
      bin: process.execPath,
      args: [SERVICE, String(ports['metrics-gateway']), String(status)],
    }),
    readiness: ({ ports }) => ({
      by: 'http',
      url: `http://127.0.0.1:${ports['metrics-gateway']}/health/ready`,
    }),
  };
  return [service, postgres];
}

interface Watched {
  readonly stack: Stack;
  /** Resolves when the named part tells of this kind of happening. */
  readonly untilNext: (name: string, kind: Happening['kind']) => Promise<void>;
}

function watched(rows: readonly Part[]): Watched {
  const happenings = new EventEmitter();
  const watchedStack = new Stack(rows, world, ({ name }: Launch, { kind }) => {
    happenings.emit('happening', name, kind);
  });
  stack = watchedStack;
  return {
    stack: watchedStack,
    untilNext: async (name, kind) => {
      const signal = AbortSignal.timeout(15_000);
      for await (const [who, what] of on(happenings, 'happening', { signal })) {
        if (who === name && what === kind) return;
      }
    },
  };
}

const processOf = (of: Stack, name: string): ProcessId => {
  const id = of.state().find((part) => part.name === name)?.process;
  if (id === undefined) throw new Error(`${name} does not run`);
  return id;
};

async function alive(processes: readonly ProcessId[]): Promise<ProcessId[]> {
  const areAlive = await Promise.all(processes.map(isAlive));
  return processes.filter((_, index) => areAlive[index]);
}

async function grandchild(): Promise<ProcessId> {
  const url = `http://127.0.0.1:${world.ports['metrics-gateway']}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  const id = await identify(Number(await response.text()));
  if (id === undefined) throw new Error('the service has no child');
  return id;
}

async function currentUser(user: string, password: string): Promise<unknown> {
  const { postgres: port } = world.ports;
  const client = new pg.Client({ host: '127.0.0.1', port, user, password, database: 'aura' });
  await client.connect();
  const { rows } = await client.query<{ current_user: string }>('SELECT current_user');
  await client.end();
  return rows[0]?.current_user;
}

describe('the stack', () => {
  it('starts on readiness with the roles that parts are given, and leaves no process after stop', async () => {
    const { stack: running } = watched(parts());
    await running.start();
    const trees = await Promise.all(
      ['postgres', 'metrics-gateway'].map((name) => treeOf(processOf(running, name).pid)),
    );

    expect(running.state().map(({ name, phase }) => [name, phase])).toEqual([
      ['postgres', 'ready'],
      ['metrics-gateway', 'ready'],
    ]);
    expect(await currentUser('aura', world.secrets.ownerPassword)).toBe('aura');
    expect(await currentUser('aura_reader', world.secrets.readerPassword)).toBe('aura_reader');

    await running.stop();
    expect(await alive(trees.flat())).toEqual([]);
    expect(running.state().map(({ phase }) => phase)).toEqual(['stopped', 'stopped']);
  }, 60_000);

  it('starts a killed part again and ends what that had left behind', async () => {
    const { stack: running, untilNext } = watched(parts());
    await running.start();
    const killed = processOf(running, 'metrics-gateway');
    const orphan = await grandchild();

    const back = untilNext('metrics-gateway', 'ready');
    process.kill(killed.pid, 'SIGKILL');
    await back;

    expect(await alive([killed, orphan])).toEqual([]);
    expect(processOf(running, 'metrics-gateway').pid).not.toBe(killed.pid);
    expect(running.state()).toMatchObject([{ restarts: 0 }, { restarts: 1, phase: 'ready' }]);
  }, 60_000);

  it('brings PostgreSQL back after kill -9', async () => {
    const { stack: running, untilNext } = watched(parts());
    await running.start();

    const back = untilNext('postgres', 'ready');
    process.kill(processOf(running, 'postgres').pid, 'SIGKILL');
    await back;

    expect(await currentUser('aura', world.secrets.ownerPassword)).toBe('aura');
  }, 60_000);

  it('holds a stopped part down until it is started', async () => {
    const { stack: running } = watched(parts());
    await running.start();

    expect(await running.obey({ verb: 'stop', part: 'metrics-gateway', signal: 'SIGKILL' })).toBe(
      'metrics-gateway is stopped',
    );
    expect(running.state()[1]).toMatchObject({ phase: 'stopped', restarts: 0 });
    expect(await running.obey({ verb: 'start', part: 'metrics-gateway' })).toBe(
      'metrics-gateway is ready',
    );
  }, 60_000);

  it('fails with the name and the last answer of a part that does not get ready', async () => {
    const { stack: running } = watched(parts({ status: 503, readyWithinMs: 500 }));

    await expect(running.start()).rejects.toThrow(
      /^metrics-gateway was not ready within 0.5 s: .* answers 503/,
    );
    expect(running.state()[1]).toMatchObject({ phase: 'stopped' });
  }, 60_000);
});
