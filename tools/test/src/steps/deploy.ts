import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Ended, run, start, stop } from '../command.js';
import { type Outcome, fail, pass, skip } from '../step.js';
import { WORKSPACE } from '../workspace.js';

const APP = 'metrics-gateway';
const INSTALL_DEADLINE_MS = 5 * 60_000;
const START_DEADLINE_MS = 20_000;
const ANSWER_DEADLINE_MS = 5_000;
const OFFLINE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED/;

/** What `build` wrote is copied out of the repository, installed there, started, asked and stopped. */
export async function deploy(): Promise<Outcome> {
  const built = path.join(WORKSPACE, 'dist/apps', APP);
  if (!existsSync(path.join(built, 'main.js'))) return skip(`${APP} was not built`);
  const elsewhere = await mkdtemp(path.join(tmpdir(), 'aura-deploy-'));
  try {
    await cp(built, elsewhere, { recursive: true });
    const installation = await install(elsewhere);
    if (!installation.ok) return notInstalled(installation);
    return await startAndAsk(elsewhere);
  } finally {
    await rm(elsewhere, { recursive: true, force: true });
  }
}

function install(cwd: string): Promise<Ended> {
  const args = [
    'ci',
    '--omit=dev',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  ];
  return run({ program: 'npm', args, cwd, deadlineMs: INSTALL_DEADLINE_MS });
}

function notInstalled({ output }: Ended): Outcome {
  return OFFLINE.test(output)
    ? skip(
        `dist/apps/${APP} could not be installed elsewhere: the package registry is out of reach`,
      )
    : fail(`npm ci --omit=dev in a copy of dist/apps/${APP}:\n${output}`);
}

async function startAndAsk(cwd: string): Promise<Outcome> {
  const child = start({
    program: process.execPath,
    args: ['main.js'],
    cwd,
    env: { HOST: '127.0.0.1', PORT: '0', METRICS_PORT: undefined, LOG_LEVEL: undefined },
    deadlineMs: START_DEADLINE_MS,
  });
  let output = '';
  const listening = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const url = listeningUrl(output);
        if (url !== undefined) resolve(url);
      });
    }
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`ended with ${String(code)} before it listened`)),
    );
    setTimeout(() => reject(new Error('did not listen in time')), START_DEADLINE_MS).unref();
  });
  try {
    await ask(await listening);
    await stop(child);
    if (child.exitCode === 0) return pass(`${APP} installed and served alone`);
    return fail(
      `${APP} did not stop cleanly (${String(child.exitCode ?? child.signalCode)}):\n${output}`,
    );
  } catch (error) {
    return fail(`${APP} alone: ${String(error)}\n${output}`);
  } finally {
    await stop(child);
  }
}

/** The line every app logs once it is ready. */
export function listeningUrl(log: string): string | undefined {
  return log
    .split('\n')
    .filter((line) => line.includes('"listening"'))
    .map((line) => /"url":"([^"]+)"/.exec(line)?.[1])
    .find((url) => url !== undefined);
}

async function ask(url: string): Promise<void> {
  const live = await fetch(new URL('/health/live', url), deadline());
  if (live.status !== 200) throw new Error(`/health/live answered ${live.status}`);
  const metrics = await fetch(new URL('/metrics', url), deadline());
  const text = await metrics.text();
  if (metrics.status !== 200) throw new Error(`/metrics answered ${metrics.status}`);
  if (!/^# TYPE process_cpu_seconds_total counter$/m.test(text)) {
    throw new Error(`/metrics has no process_cpu_seconds_total:\n${text}`);
  }
}

function deadline(): RequestInit {
  return { signal: AbortSignal.timeout(ANSWER_DEADLINE_MS) };
}
