const UNIT_SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

const WHOLE = /^(\d+(ms|[smhdwy]))+$/;
const PART = /(\d+)(ms|[smhdwy])/g;

/** Seconds of `1h30m`, or of a bare number as Prometheus 3 reads it; undefined for anything else. */
export function durationSeconds(text: string): number | undefined {
  const written = text.trim();
  if (/^\d+(\.\d+)?$/.test(written)) return Number(written);
  if (!WHOLE.test(written)) return undefined;
  return [...written.matchAll(PART)]
    .map(([, count, unit]) => Number(count) * (UNIT_SECONDS[unit ?? ''] ?? 0))
    .reduce((sum, seconds) => sum + seconds, 0);
}

/** The seconds as PromQL writes them: 90 is `90s`, 120 is `2m`. */
export function durationText(seconds: number): string {
  if (seconds % 1 !== 0) return `${String(Math.ceil(seconds * 1000))}ms`;
  if (seconds % 3600 === 0) return `${String(seconds / 3600)}h`;
  return seconds % 60 === 0 ? `${String(seconds / 60)}m` : `${String(seconds)}s`;
}
