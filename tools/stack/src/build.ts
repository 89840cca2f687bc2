import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { BASE_ENVIRONMENT } from './config.js';
import type { Layout } from './layout.js';
import { startChild } from './supervision/child.js';
import { logFileOf } from './supervision/log-file.js';

const GRACE_MS = 2_000;
const DEADLINE_MS = 600_000;

/** Builds what has changed since it was built last; nx knows. */
export async function buildApps(
  layout: Layout,
  apps: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (apps.length === 0) return;
  const logFile = logFileOf(layout.logs, 'build');
  const command = {
    bin: process.execPath,
    args: [
      path.join(layout.root, 'node_modules/.bin/nx'),
      ...['run-many', '--targets=build', `--projects=${apps.join(',')}`, '--outputStyle=stream'],
    ],
    cwd: layout.root,
    env: { ...BASE_ENVIRONMENT, NX_DAEMON: 'false', NX_TUI: 'false', CI: 'true' },
  };
  const building = await startChild(command, logFile);
  const stop = (): void => void building.stop('SIGTERM', GRACE_MS);
  const end = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
  end.addEventListener('abort', stop, { once: true });
  const { code } = await building.exited;
  end.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (code !== 0)
    throw new Error(`the build failed; ${logFile} ends:\n${await lastLines(logFile, 20)}`);
}

/**
 * Built too, because a process that compiles its own TypeScript takes twice the memory and a second to start; with
 * the packages it uses inside, because the home of the stack need not lie in the working tree.
 */
export async function buildSinks({ sinks }: Layout): Promise<void> {
  await build({
    entryPoints: [path.join(import.meta.dirname, 'sinks/main.ts')],
    outfile: sinks,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Of the packages inside, some are CommonJS and ask for Node's own modules by require.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'silent',
  });
}

export async function lastLines(file: string, count: number): Promise<string> {
  const text = await readFile(file, 'utf8');
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
