import { isNativeError } from 'node:util/types';
import { problem, DeadlineError } from '@aura/service';
import { reasonOf } from '@aura/health';
import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { catchError, type Observable } from 'rxjs';
import { codeOf } from '../pipeline/errors.js';

const NETWORK_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
];
/** SQLSTATE: connection exceptions, out of resources, operator intervention (shutdown, cancelled, starting up). */
const SQLSTATE_CLASSES = ['08', '53', '57'];
const DRIVER_MESSAGES =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|client was closed|driver not connected|pool after calling end/i;

/** True for the failure of a server that we lean on, as opposed to a mistake of ours. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DeadlineError || hasOutageCode(error)) return true;
  // Not `instanceof`: the errors of Node's own sockets may come from another realm.
  if (!isNativeError(error)) return false;
  const parts: unknown = 'errors' in error ? error.errors : undefined;
  const hasPartDown = Array.isArray(parts) && parts.some(isOutage);
  return hasPartDown || DRIVER_MESSAGES.test(error.message) || isOutage(error.cause);
}

function hasOutageCode(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  return NETWORK_CODES.includes(code) || SQLSTATE_CLASSES.includes(code.slice(0, 2));
}

/** A request that met an outage is answered 503 with its reason instead of 500. */
@Injectable()
export class OutageInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (!isOutage(error)) throw error;
        throw problem({
          status: 503,
          error: `the database or the queue is unreachable: ${reasonOf(error)}`,
          advice: 'Try again in a few seconds; the platform reconnects by itself.',
        });
      }),
    );
  }
}
