import { types } from 'node:util';

/**
 * Why something failed, in one line. Network errors hide it: `fetch failed` has it in its cause, and a refused
 * connection to a name with two addresses is an `AggregateError` without any message.
 */
export function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error); // unlike instanceof, true for errors of Node's own realm
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) {
    return [...new Set(error.errors.map(reasonOf))].join('; ');
  }
  const own = error.message.trim() === '' ? error.name : error.message.trim();
  return error.cause === undefined ? own : `${own}: ${reasonOf(error.cause)}`;
}
