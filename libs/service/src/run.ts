import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { parseConfig, type ConfigOf } from './config.js';
import type { Environment } from './environment.js';
import { LIMITS } from './limits.js';
import { PortError } from './listen.js';
import { createLog, type Log } from './log.js';
import { startService, type Service, type ServiceSpec } from './service.js';

/**
 * The process edge of configuration: the config, or every problem on standard error and exit code 1.
 *
 * Call it from the app's `config.ts`, which alone may read `process.env`.
 */
export function readConfig<S extends z.ZodObject>(
  schema: S,
  environment: Environment,
): ConfigOf<S> {
  const read = parseConfig(schema, environment, (path) => readFileSync(path, 'utf8'));
  const lines = read.ok ? read.warnings : read.problems;
  if (lines.length > 0) {
    const title = read.ok
      ? 'configuration warnings'
      : 'configuration problems, nothing was started';
    process.stderr.write(`${title}:\n${lines.map((line) => `  ${line}\n`).join('')}`);
  }
  if (!read.ok) process.exit(1);
  return read.config;
}

/**
 * The process edge of a service: runs it until SIGTERM or SIGINT and exits 0 when it closed in time.
 *
 * ```ts
 * await runService({ name: 'metrics-gateway', config, module: AppModule.with(config) });
 * ```
 */
export async function runService(spec: ServiceSpec): Promise<void> {
  const log = createLog(spec.name, { level: spec.config.LOG_LEVEL });
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal(
        { err: error },
        event === 'uncaughtException' ? 'uncaught exception' : 'unhandled rejection',
      );
      process.exit(1);
    });
  }
  const starting = startService(spec, log);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void stop(signal, starting, log));
  }
  try {
    await starting;
  } catch (error) {
    if (error instanceof PortError)
      log.fatal({ variable: error.variable, port: error.port }, error.message);
    else log.fatal({ err: error }, 'the service did not start');
    process.exit(1);
  }
}

async function stop(signal: string, starting: Promise<Service>, log: Log): Promise<void> {
  log.info({ signal }, 'shutting down');
  const startedAt = Date.now();
  setTimeout(() => {
    log.fatal({ signal, limitMs: LIMITS.shutdownMs }, 'shutdown took too long, exit is forced');
    process.exit(1);
  }, LIMITS.shutdownMs);
  try {
    await (await starting).close();
  } catch (error) {
    log.fatal({ err: error, signal }, 'shutdown failed');
    process.exit(1);
  }
  log.info({ signal, elapsedMs: Date.now() - startedAt }, 'stopped');
  process.exit(0);
}
