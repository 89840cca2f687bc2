import type { Fault } from '../finding.js';
import { isNeverNegative } from '../promql/sign.js';
import { type Binary, type Expr, literal, selectors } from '../promql/tree.js';
import { measureOf, observedBy } from '../promql/units.js';
import type { World } from '../world.js';

interface Comparison {
  readonly compared: Expr;
  readonly number: number;
  readonly source: string;
}

type Words = Pick<Fault, 'summary' | 'remedy'>;

/** Moments of this century, in seconds, are beyond a thousand million; no span is. */
const EARLIEST_MOMENT = 1e9;
/** A ratio a little above 1 may be meant (0.1 over capacity); beyond this a percentage is. */
const LARGEST_RATIO = 1.5;

/** What is surely wrong with a number that a value is compared with. */
export function againstNumber(comparison: Comparison, world: World): Words | undefined {
  const { compared, number, source } = comparison;
  const measure = measureOf(compared, world.series);
  if (measure === 'epoch') return moment(comparison);
  if (measure === 'ratio' || isShare(compared, source)) return share(number);
  if (isRemainder(compared, world) && number > 0) return share(number);
  return (
    (measure === 'percent' ? percentage(number) : undefined) ?? beyondBuckets(comparison, world)
  );
}

function moment({ compared, number, source }: Comparison): Words | undefined {
  if (number < 1 || number >= EARLIEST_MOMENT) return undefined;
  const text = source.slice(...compared.at);
  return {
    summary: `${text} is a moment (seconds since 1970), ${String(number)} is a span`,
    remedy: `compare its age: time() - ${text}`,
  };
}

function share(number: number): Words | undefined {
  if (Math.abs(number) <= LARGEST_RATIO) return undefined;
  return {
    summary: `a share goes from 0 to 1 and is compared with ${String(number)}`,
    remedy: `write ${String(number / 100)}, or multiply the share by 100`,
  };
}

function percentage(number: number): Words | undefined {
  if (number === 0 || Math.abs(number) >= 1) return undefined;
  return {
    summary: `a percentage goes to 100 and is compared with ${String(number)}`,
    remedy: `write ${String(number * 100)}`,
  };
}

function beyondBuckets({ compared, number }: Comparison, world: World): Words | undefined {
  const metric = observedBy(compared, world.series);
  const largest = metric?.buckets?.at(-1);
  if (metric === undefined || largest === undefined || number <= largest) return undefined;
  const bound = `its largest bucket ends at ${String(largest)}, so no quantile is above`;
  return {
    summary: `${metric.name} is in ${metric.unit} and is compared with ${String(number)}; ${bound}`,
    remedy:
      metric.unit === 'seconds'
        ? `write ${String(number / 1000)} if milliseconds were meant`
        : `write a number up to ${String(largest)}`,
  };
}

/**
 * `sum(x{a="b"}) / sum(x)`: the same expression on both sides, the upper one asking for more. What is added
 * up or counted so cannot exceed the whole; a mean or a minimum can.
 */
function isShare(expr: Expr, source: string): boolean {
  if (expr.kind !== 'binary' || expr.operator !== '/') return false;
  const isSumming = /\b(avg|min|max|quantile|stddev|stdvar|topk|bottomk|histogram)/.exec(
    source.slice(...expr.at),
  );
  return (
    isSumming === null &&
    skeleton(expr.left, source) === skeleton(expr.right, source) &&
    asksMore(expr)
  );
}

/** `1 - x`, where x is never below 0, is never above 1. */
function isRemainder(expr: Expr, { series }: World): boolean {
  if (expr.kind !== 'binary' || expr.operator !== '-' || literal(expr.left) !== 1) return false;
  return isNeverNegative(expr.right, series);
}

function skeleton(expr: Expr, source: string): string {
  return source.slice(...expr.at).replaceAll(/\{[^}]*\}|\s/g, '');
}

function asksMore({ left, right }: Binary): boolean {
  const asked = (side: Expr): ReadonlySet<string> =>
    new Set(
      selectors(side)
        .flatMap(({ matchers }) => matchers)
        .map(({ label, operator, value }) => `${label}${operator}${value}`),
    );
  const part = asked(left);
  return [...asked(right)].every((matcher) => part.has(matcher));
}
