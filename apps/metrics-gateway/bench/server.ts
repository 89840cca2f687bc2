import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { freePort } from '../src/fixtures/free-port.js';
import { ENVIRONMENT, PUSHGATEWAY } from './config.js';

/** A gateway as a process of its own. */
export interface Server {
  readonly url: string;
  /** Bytes that the process has in memory. */
  resident(): Promise<number>;
  /** How late timers came since this was asked last; of ours alone. */
  delay(): Promise<Delay>;
  stop(): Promise<void>;
}

/** Of the event loop. The timer that measures it is one of a millisecond, which is in here too. */
export interface Delay {
  readonly p99Ms: number;
  readonly maxMs: number;
}

const ROOT = path.join(import.meta.dirname, '../../..');
const MAIN = path.join(ROOT, 'dist/apps/metrics-gateway/main.js');
/** What runs inside the gateway and measures its event loop, as Node takes it. */
const METER = pathToFileURL(path.join(import.meta.dirname, 'fixtures/delay.mjs')).href;

/** Our gateway as it is deployed: built, and run by Node alone. */
export function buildOurs(): void {
  const door = path.join(ROOT, 'tools/door.mjs');
  const { status } = spawnSync(process.execPath, [door, 'build', 'metrics-gateway'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('the gateway could not be built');
}

/** Without a policy of fsync it keeps no journal. */
export async function startOurs(folder: string, fsync?: 'always' | 'never'): Promise<Server> {
  const port = await freePort();
  const environment = {
    PORT: String(port),
    LOG_LEVEL: 'error',
    REQUESTS_PER_SECOND: '0',
    MIB_PER_SECOND: '0',
    THRESHOLDS_FILE: path.join(folder, 'thresholds.yml'),
    ...(fsync === undefined ? {} : { DATA_DIR: path.join(folder, 'journal'), DATA_FSYNC: fsync }),
  };
  const args = ['--import', METER, MAIN];
  return start({ bin: process.execPath, args, port, environment });
}

/** The Pushgateway; it brings back what it wrote to the file when it was stopped last. */
export async function startPeer(file: string, ...flags: readonly string[]): Promise<Server> {
  const port = await freePort();
  const args = [
    `--web.listen-address=127.0.0.1:${String(port)}`,
    `--persistence.file=${file}`,
    '--log.level=error',
    ...flags,
  ];
  return start({ bin: PUSHGATEWAY, args, port, environment: {} });
}

interface Started {
  readonly bin: string;
  readonly args: readonly string[];
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
}

async function start({ bin, args, port, environment }: Started): Promise<Server> {
  const child = spawn(bin, args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...ENVIRONMENT, ...environment },
  });
  await once(child, 'spawn');
  const exited = once(child, 'exit');
  const end = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', end);
  const url = `http://127.0.0.1:${String(port)}`;
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`${bin} ended before it answered`);
    await pause(50);
  }
  return {
    url,
    resident: () => residentOf(child.pid ?? 0),
    delay: async () => {
      const told = once(child, 'message');
      child.send('delay');
      const [delay] = (await told) as [Delay]; // delay.mjs sends nothing else
      return delay;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      process.off('exit', end);
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/-/ready`)).ok;
  } catch {
    return false; // not listening yet
  }
}

async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
