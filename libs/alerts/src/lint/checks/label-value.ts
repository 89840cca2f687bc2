import type { Fault } from '../finding.js';
import { type Check, ofExpression } from '../check.js';
import { nearest, oneOf } from '../nearest.js';
import { wholeValue } from '../promql/regex.js';
import { type Matcher, type Selector, selectors } from '../promql/tree.js';
import { seriesOf } from '../series.js';
import { closedDomain, type World } from '../world.js';

export const labelValue = {
  id: 'label-value',
  find: ofExpression((tree, world) =>
    selectors(tree).flatMap((selector) =>
      selector.matchers.flatMap((matcher) => faultsOf(matcher, selector, world)),
    ),
  ),
} as const satisfies Check;

function faultsOf(matcher: Matcher, selector: Selector, world: World): readonly Fault[] {
  const { label } = matcher;
  const series = seriesOf(selector, world.series);
  if (label === 'le') return boundFaults(matcher, series?.metric?.buckets ?? []);
  const domain = closedDomain(series?.domains[label]);
  if (domain !== undefined) {
    return strangers(matcher, domain).map((value) => fault(value, matcher, domain));
  }
  // What is pushed names jobs of its own, so that only a slip of the pen can be told from a job.
  const { jobs } = world.knowledge;
  const slips = label === 'job' ? strangers(matcher, jobs) : [];
  return slips
    .filter((value) => nearest(value, jobs) !== undefined)
    .map((value) => fault(value, matcher, jobs));
}

/** The written values that the label never holds. */
function strangers({ operator, value }: Matcher, domain: readonly string[]): readonly string[] {
  if (value === '') return [];
  if (!operator.includes('~')) return domain.includes(value) ? [] : [value];
  const words = value.split('|');
  if (words.every((word) => /^[\w -]+$/.test(word))) {
    return words.filter((word) => !domain.includes(word));
  }
  const pattern = wholeValue(value);
  return pattern === undefined || domain.some((known) => pattern.test(known)) ? [] : [value];
}

function fault(value: string, { label, valueAt }: Matcher, domain: readonly string[]): Fault {
  const right = nearest(value, domain);
  // Somebody may well scrape more than this house does.
  const isOwnJob = label === 'job' && right === undefined;
  return {
    severity: isOwnJob ? 'warning' : 'error',
    at: valueAt,
    summary: `label ${label} never holds "${value}"`,
    remedy: right === undefined ? `it holds ${oneOf(domain)}` : `write "${right}"`,
  };
}

/** The end of a bucket, which Prometheus 2 keeps as it is served and 3 with a point: 5 and 5.0 are one. */
function boundFaults(
  { operator, value, valueAt }: Matcher,
  bounds: readonly number[],
): readonly Fault[] {
  const words = operator.includes('~') ? value.split('|') : [value];
  if (bounds.length === 0 || !words.every((word) => /^\d+(\\?\.\d+)?$/.test(word))) return [];
  return words
    .map((word) => Number(word.replace('\\', '')))
    .filter((bound) => !bounds.includes(bound))
    .map((bound) => ({
      severity: 'error',
      at: valueAt,
      summary: `no bucket ends at ${String(bound)}: the ends of buckets are ${oneOf(bounds.map(String))}`,
      remedy: `write ${oneOf(neighbours(bound, bounds).map((one) => `"${String(one)}"`))}`,
    }));
}

function neighbours(value: number, bounds: readonly number[]): readonly number[] {
  const [below] = bounds.filter((bound) => bound < value).slice(-1);
  const above = bounds.find((bound) => bound > value);
  return [below, above].filter((bound) => bound !== undefined);
}
