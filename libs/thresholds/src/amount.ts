import type { Unit } from '@aura/metrics';

/** What a person may write behind a number, in each unit, and what it is worth in the base unit. */
const SUFFIXES: Partial<Record<Unit, Readonly<Record<string, number>>>> = {
  seconds: { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 },
  ratio: { '%': 0.01 },
  percent: { '%': 1 },
  bytes: { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 },
};

/**
 * Reads an amount as people write it: a bare number counts in the base unit, `1500ms`, `10%` or `2GiB` in
 * theirs. Returns `undefined` when it is no amount of that unit.
 */
export function parseAmount(written: unknown, unit: Unit): number | undefined {
  if (typeof written === 'number') return Number.isFinite(written) ? written : undefined;
  if (typeof written !== 'string') return undefined;
  const [, digits, suffix = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z%]+)\s*$/.exec(written) ?? [];
  const factor = SUFFIXES[unit]?.[suffix];
  if (factor === undefined) return undefined;
  return Number((Number(digits) * factor).toPrecision(12)); // 7% is 0.07, not 0.07000000000000001
}

/** The same the other way round, for messages, annotations and documents: 0.1 ratio is `10%`. */
export function formatAmount(value: number, unit: Unit): string {
  const round = (scaled: number): string => String(Number(scaled.toPrecision(6)));
  switch (unit) {
    case 'ratio':
      return `${round(value * 100)}%`;
    case 'percent':
      return `${round(value)}%`;
    case 'seconds':
      return formatSeconds(value, round);
    case 'bytes':
      return formatBytes(value, round);
    case 'count':
    case 'money':
    case 'score':
      return round(value);
  }
}

/** How the unit is written in a template where Prometheus prints the value, as `humanize…` functions do. */
export function expectedForm(unit: Unit): string {
  const suffixes = Object.keys(SUFFIXES[unit] ?? {});
  return suffixes.length === 0
    ? 'a plain number'
    : `a plain number (${unit}) or one with ${suffixes.join(', ')}`;
}

function formatSeconds(value: number, round: (scaled: number) => string): string {
  if (value < 1) return `${round(value * 1000)}ms`;
  const [name, size] = (
    [
      ['d', 86_400],
      ['h', 3600],
      ['m', 60],
    ] as const
  ).find(([, seconds]) => value >= seconds && value % seconds === 0) ?? ['s', 1];
  return `${round(value / size)}${name}`;
}

function formatBytes(value: number, round: (scaled: number) => string): string {
  const [name, size] = (
    [
      ['TiB', 1024 ** 4],
      ['GiB', 1024 ** 3],
      ['MiB', 1024 ** 2],
      ['KiB', 1024],
    ] as const
  ).find(([, bytes]) => value >= bytes) ?? ['B', 1];
  return `${round(value / size)} ${name}`;
}
