/** RFC 3339, as CloudEvents has it. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;

/** Seconds since the epoch; undefined for what is no instant since then. */
export function secondsOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !INSTANT.test(value)) return undefined;
  const ms = Date.parse(value.toUpperCase());
  return ms >= 0 ? ms / 1000 : undefined;
}
