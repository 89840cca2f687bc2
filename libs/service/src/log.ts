import { types } from 'node:util';
import { reasonOf } from '@aura/health';
import type { LoggerService } from '@nestjs/common';
import {
  destination as pinoDestination,
  pino,
  stdTimeFunctions,
  type DestinationStream,
  type Logger,
} from 'pino';

export type Log = Logger;

/** Injection token of the service's log. */
export const LOG = Symbol('log');

/** JSON lines on standard output: level by name, time in ISO 8601, service, msg. */
export function createLog(
  service: string,
  { level, destination }: { readonly level: string; readonly destination?: DestinationStream },
): Log {
  const options = {
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: described },
  };
  return pino(options, destination ?? standardOutput());
}

/** Written at once: at exit, what is flushed would overtake the line that is still on its way. */
function standardOutput(): DestinationStream {
  return pinoDestination({ dest: 1, sync: true });
}

/**
 * What a log tells of an error. Not its own properties, as pino would: database drivers hang the statement's
 * parameters on it, or the whole client with its connection.
 */
function described(error: unknown): unknown {
  if (!types.isNativeError(error)) return { type: typeof error, message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { type: error.constructor.name, message: reasonOf(error), ...code, stack: error.stack };
}

/** The context of the lines that Nest writes about an error which it also throws to us. */
const RETHROWN = 'ExceptionHandler';

/** Nest's log on ours. What Nest tells while it starts (routes, modules) is for debugging. */
export function nestLog(log: Log): LoggerService {
  const write =
    (level: 'error' | 'warn' | 'debug' | 'trace' | 'fatal') =>
    (message: unknown, ...rest: readonly unknown[]): void => {
      const context = rest.at(-1);
      if (context === RETHROWN) return;
      const fields = { context, ...(rest.length > 1 ? { detail: rest.slice(0, -1) } : {}) };
      if (typeof message === 'string') log[level](fields, message);
      else if (types.isNativeError(message)) log[level]({ ...fields, err: message }, 'nest');
      else log[level]({ ...fields, said: message }, 'nest');
    };
  return {
    log: write('debug'),
    error: write('error'),
    warn: write('warn'),
    debug: write('debug'),
    verbose: write('trace'),
    fatal: write('fatal'),
  };
}
