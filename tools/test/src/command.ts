import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { ENVIRONMENT } from './config.js';
import { WORKSPACE } from './workspace.js';

const KILL_AFTER_MS = 10_000;
/** Nx and Jest colour what they print into a pipe, which a log file does not want. */
const PLAIN = process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: '0' };
const running = new Set<ChildProcess>();

export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Over the caller's own; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly deadlineMs: number;
}

export interface Ended {
  readonly ok: boolean;
  /** Standard output and error, in the order they came. */
  readonly output: string;
}

export async function run(call: Call): Promise<Ended> {
  const child = start(call);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const deadline = setTimeout(() => {
    output += `\nnot done after ${call.deadlineMs / 1_000} s: stopped\n`;
    void stop(child);
  }, call.deadlineMs);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { ok: code === 0, output };
  } catch (error) {
    return { ok: false, output: `${call.program} could not be started: ${String(error)}` };
  } finally {
    clearTimeout(deadline);
  }
}

export function start({ program, args, cwd = WORKSPACE, env = {} }: Call) {
  const child = spawn(program, args, {
    cwd,
    env: { ...ENVIRONMENT, ...PLAIN, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const deadline = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  await exited;
  clearTimeout(deadline);
}

export async function stopAll(): Promise<void> {
  await Promise.all([...running].map(stop));
}

/** A program of this repository's own packages. */
export function installed(name: string): string {
  return path.join(WORKSPACE, 'node_modules/.bin', name);
}
