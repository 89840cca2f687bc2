import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { PATH } from '../fixtures/config.js';

/** The programs beside which the gateway is tested, and a question that each of them answers. */
const QUESTIONS = {
  haproxy: '-v',
  prometheus: '--version',
  pushgateway: '--version',
  // As Debian names it.
  'prometheus-pushgateway': '--version',
} as const;
type Beside = keyof typeof QUESTIONS;

export function isOnPath(name: Beside): boolean {
  return spawnSync(name, [QUESTIONS[name]]).status === 0;
}

/** `it` for tests that start these programs; where one is not to be had they are skipped, and say so. */
export function itBeside(
  ...programs: readonly Beside[]
): (claim: string, test: () => Promise<void>, timeoutMs: number) => void {
  const missing = programs.filter((name) => !isOnPath(name));
  if (missing.length === 0) return it;
  return (claim, test, timeoutMs) => {
    it.skip(`SKIP, not on the PATH: ${missing.join(', ')}: ${claim}`, test, timeoutMs);
  };
}

/** What starts another program, and how it is known to be ready. */
export interface Program {
  readonly name: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Answers with any status when it is there. */
  readonly ready: string;
}

/** Starts it and waits until it answers; gives back how to end it. Throws with what it said when it ends before. */
export async function startBeside(program: Program): Promise<() => Promise<void>> {
  const { name, args, environment = {}, ready } = program;
  const child = spawn(name, args, {
    env: { PATH, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-4_000)));
  const closed = once(child, 'close');
  while (!(await answers(ready))) {
    if (child.exitCode !== null) throw new Error(`${name} ended: ${said}`);
    await pause(50);
  }
  return async () => {
    child.kill('SIGKILL');
    await closed;
  };
}

function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    () => true,
    () => false, // it does not listen yet
  );
}
