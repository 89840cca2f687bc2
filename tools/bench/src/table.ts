import type { Result } from './result.js';

const HEAD = ['case', 'ours', 'peer', 'unit', 'peer / ours'] as const;

/** Cases below each other, figures aligned at their right. */
export function table(results: readonly Result[]): string {
  const rows = results.map((one) => [
    one.case,
    figure(one.ours),
    figure(one.peer),
    one.unit,
    figure(one.ratio),
  ]);
  const all = [[...HEAD], ...rows];
  const widths = HEAD.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, i) => aligned(cell, i, widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function aligned(cell: string, column: number, width: number): string {
  return column === 0 || column === 3 ? cell.padEnd(width) : cell.padStart(width);
}

/** Three digits that mean something. */
function figure(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}
