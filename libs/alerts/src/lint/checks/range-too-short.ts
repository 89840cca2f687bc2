import type { Fault } from '../finding.js';
import type { ScrapeIntervals } from '../knowledge.js';
import { type Check, ofExpression } from '../check.js';
import { durationText } from '../promql/duration.js';
import { everyNode, type Range, selectors } from '../promql/tree.js';

/** One sample may be late and one lost, and two are needed to see a change. */
const FEWEST_INTERVALS = 4;

export const rangeTooShort = {
  id: 'range-too-short',
  find: ofExpression((tree, { knowledge }) =>
    everyNode(tree)
      .filter((node) => node.kind === 'range')
      .flatMap((range) => faultsOf(range, knowledge.scrape)),
  ),
} as const satisfies Check;

function faultsOf(range: Range, scrape: ScrapeIntervals): readonly Fault[] {
  const interval = intervalOf(range, scrape);
  const least = interval * FEWEST_INTERVALS;
  if (range.seconds === undefined || range.seconds >= least) return [];
  return [
    {
      severity: 'error',
      at: range.durationAt,
      summary:
        `${durationText(range.seconds)} is less than ${String(FEWEST_INTERVALS)} scrapes of ` +
        `${durationText(interval)}: one late scrape and the expression has no value`,
      remedy: `write [${durationText(least)}] or more`,
    },
  ];
}

/** The interval of the one job that is asked for, else the one that most jobs have. */
function intervalOf(range: Range, { defaultSeconds, secondsByJob }: ScrapeIntervals): number {
  const [job] = selectors(range)
    .flatMap(({ matchers }) => matchers)
    .filter(({ label, operator }) => label === 'job' && operator === '=');
  return secondsByJob[job?.value ?? ''] ?? defaultSeconds;
}
