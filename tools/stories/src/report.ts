import type { Judgement } from './mutants/judge.js';
import type { Shipped } from './story-files.js';
import type { Told } from './tell.js';

/** One story in one line, or in promtool's words where it failed. */
export function storyLine({ alert, verdict, seconds }: Told): string {
  const line = `${verdict.is.padEnd(6)} ${alert.padEnd(28)} ${seconds.toFixed(1).padStart(5)} s`;
  return verdict.is === 'ok' ? line : `${line}\n${indented(verdict.words)}`;
}

interface Unmatched {
  readonly untold: readonly string[];
  readonly stale: readonly string[];
}

export function storyFigure(
  told: readonly Told[],
  { untold, stale }: Unmatched,
): { readonly figure: string; readonly isWell: boolean } {
  const failed = told.filter(({ verdict }) => verdict.is !== 'ok');
  const faults = [
    ...untold.map((alert) => `no story: ${alert}`),
    ...stale.map((file) => `no such alert any more: ${file}`),
  ];
  const counts = `${String(told.length)} stories, ${String(failed.length)} failed`;
  return { figure: [...faults, counts].join('\n'), isWell: failed.length + faults.length === 0 };
}

export function mutantFigure(
  { tried, caught, equivalent, faults }: Judgement,
  { alerts, stories }: Pick<Shipped, 'alerts' | 'stories'>,
): string {
  const figures = [
    `${String(alerts.length)} alerts`,
    `${String(stories.length)} stories`,
    `${String(tried)} mutants`,
    `${String(caught)} caught`,
    `${String(equivalent)} listed as equivalent`,
    `${String(faults.length)} to look at`,
  ];
  return [...faults, figures.join(', ')].join('\n');
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
