/**
 * Why something failed, in one line. Network errors hide it: `fetch failed` has it in its cause, and a refused
 * connection to a name with two addresses is an `AggregateError` without any message.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return [...new Set(error.errors.map(reasonOf))].join('; ');
  }
  if (!(error instanceof Error)) return String(error);
  const own = error.message.trim() === '' ? error.name : error.message.trim();
  return error.cause === undefined ? own : `${own}: ${reasonOf(error.cause)}`;
}
