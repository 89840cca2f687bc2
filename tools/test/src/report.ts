import { type Outcome, type Tally, sum } from './step.js';

const WIDTH = 12;

export interface Done {
  readonly name: string;
  readonly outcome: Outcome;
  readonly seconds: number;
}

/** One line for a finished step. */
export function resultLine({ name, outcome, seconds }: Done): string {
  const mark = outcome.failed > 0 ? '✘' : outcome.passed > 0 ? '✔' : '–';
  const time = `${seconds.toFixed(1)} s`.padStart(8);
  const words = [tallyWords(outcome), outcome.note].filter(Boolean).join('; ');
  return `${mark} ${name.padEnd(WIDTH)}${time}  ${words}`;
}

/** What a reader needs after the steps: each failure in full, each reason for a skip, the closing line. */
export function closing(done: readonly Done[]): string {
  const troubles = done.flatMap(({ name, outcome }) =>
    outcome.trouble === undefined ? [] : [`──── ${name}\n${outcome.trouble.trim()}\n`],
  );
  const skips = done.flatMap(({ name, outcome }) =>
    (outcome.skips ?? []).map((reason) => `SKIP ${name}: ${reason}`),
  );
  const { passed, failed, skipped } = sum(done.map(({ outcome }) => outcome));
  return ['', ...troubles, ...skips, `${passed} passed, ${failed} failed, ${skipped} skipped`].join(
    '\n',
  );
}

function tallyWords({ passed, failed, skipped }: Tally): string {
  return Object.entries({ passed, failed, skipped })
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`)
    .join(', ');
}
