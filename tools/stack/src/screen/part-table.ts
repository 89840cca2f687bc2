import Table from 'cli-table3';
import type { PartState } from '../control/state.js';
import { colour } from './screen.js';

/** The table at the end of a start. */
export function overviewTable(parts: readonly PartState[]): string {
  return plainTable(
    ['part', 'state', 'url', 'what it is for'],
    parts.map(({ name, phase, url, purpose }) => [name, paint(phase), url, purpose]),
  );
}

/** The table of `status`: what each part costs and how it fared. */
export function statusTable(
  parts: readonly PartState[],
  {
    residentBytes,
    nowMs,
  }: { readonly residentBytes: ReadonlyMap<string, number>; readonly nowMs: number },
): string {
  const head = ['part', 'state', 'pid', 'up', 'restarts', 'memory', 'url'];
  const rows = parts.map(({ name, phase, url, restarts, sinceMs, process }) => [
    name,
    paint(phase),
    process === undefined ? '' : String(process.pid),
    sinceMs === undefined ? '' : duration(nowMs - sinceMs),
    String(restarts),
    megabytes(residentBytes.get(name)),
    url,
  ]);
  return plainTable(head, rows);
}

/** Columns and no lines between them. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: head.map((title) => colour.bold(title)),
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

const NO_BORDERS = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .concat('mid-mid', 'middle')
    .map((place) => [place, '']),
);

/** Only what asks for attention stands out. */
function paint(phase: PartState['phase']): string {
  switch (phase) {
    case 'ready':
      return colour.green(phase);
    case 'waiting':
    case 'starting':
      return colour.dim(phase);
    case 'stopped':
    case 'missing':
      return colour.yellow(phase);
    case 'backing off':
      return colour.red(phase);
  }
}

/** The two largest units of a span: 3d 4h, 5m 6s, 7s. */
export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const spans = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const first = spans.findIndex(([amount]) => amount > 0);
  if (first === -1) return '0s';
  return spans
    .slice(first, first + 2)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(' ');
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined || bytes === 0 ? '' : `${Math.round(bytes / 1024 / 1024)} MiB`;
}
