import type { Fault } from '../finding.js';
import { type Check, ofExpression } from '../check.js';
import { CHOOSING } from '../promql/functions.js';
import { labelsOf } from '../promql/labels.js';
import { wholeValue } from '../promql/regex.js';
import {
  type Binary,
  everyNode,
  type Expr,
  isComparison,
  type Matcher,
  type Matching,
  selectors,
  SET_OPERATORS,
} from '../promql/tree.js';
import { seriesOf } from '../series.js';
import { closedDomain, type World } from '../world.js';

export const manyToMany = {
  id: 'many-to-many',
  find: ofExpression((tree, world) =>
    everyNode(tree)
      .filter((node) => node.kind === 'binary')
      .filter(({ operator }) => !SET_OPERATORS.includes(operator))
      .flatMap((node) => (node.matching === undefined ? [] : faultsOf(node, node.matching, world))),
  ),
} as const satisfies Check;

function faultsOf(expr: Binary, matching: Matching, world: World): readonly Fault[] {
  const left = matching.many === 'left' ? [] : varying(expr.left, matching, world);
  const right = matching.many === 'right' ? [] : varying(expr.right, matching, world);
  const labels = [...new Set([...left, ...right])];
  if (labels.length === 0) return [];
  const side = left.length > 0 ? (right.length > 0 ? 'each side' : 'the left') : 'the right';
  return [
    {
      severity: 'error',
      at: expr.operatorAt,
      summary:
        `${side} of ${expr.operator} has several series, by ${labels.join(' and ')}, for one of the other: ` +
        'the rule fails at every evaluation',
      remedy: remedy(expr, matching, { left, right }),
    },
  ];
}

interface Sides {
  readonly left: readonly string[];
  readonly right: readonly string[];
}

function remedy({ operator }: Binary, { mode, many, labels }: Matching, sides: Sides): string {
  const { left, right } = sides;
  const named = labels.map(({ name }) => name);
  if (left.join() === right.join()) {
    return mode === 'on'
      ? `write ${operator} on (${[...named, ...left].join(', ')})`
      : `do not ignore ${left.join(' and ')}`;
  }
  const isOneSided = left.length === 0 || right.length === 0;
  if (many === undefined && isOneSided) {
    const group = right.length === 0 ? 'group_left' : 'group_right';
    return `write ${operator} ${mode} (${named.join(', ')}) ${group} ()`;
  }
  return oneSeries(right.length > 0 ? 'right' : 'left', mode, named);
}

function oneSeries(side: string, mode: Matching['mode'], named: readonly string[]): string {
  const grouping = mode === 'on' ? 'by' : 'without';
  return `make one series of them on the ${side}: max ${grouping} (${named.join(', ')}) (…)`;
}

/**
 * The labels that do not take part in the match and that surely hold several values: those of a closed set, every
 * value of which is served. Whether an open label holds one value or more, only a Prometheus knows.
 */
function varying(side: Expr, { mode, labels }: Matching, world: World): readonly string[] {
  if (everyNode(side).some(isChoosing)) return [];
  const named = labels.map(({ name }) => name);
  const kept = [...labelsOf(side, world.series).names];
  return kept
    .filter((label) => named.includes(label) === (mode === 'ignoring'))
    .filter((label) => holdsSeveral(side, label, world));
}

/** `topk(1, x)` or `x == 1` may leave one series where there were several. */
function isChoosing(node: Expr): boolean {
  if (node.kind === 'aggregation') return CHOOSING.includes(node.operator);
  return isComparison(node) && !node.isBool;
}

function holdsSeveral(side: Expr, label: string, world: World): boolean {
  const asking = selectors(side);
  return (
    asking.length > 0 &&
    asking.every((selector) => {
      const domain = closedDomain(seriesOf(selector, world.series)?.domains[label]) ?? [];
      const own = selector.matchers.filter((matcher) => matcher.label === label);
      return domain.filter((value) => own.every((matcher) => lets(matcher, value))).length > 1;
    })
  );
}

function lets({ operator, value: wanted }: Matcher, value: string): boolean {
  const isLike = operator.endsWith('~')
    ? (wholeValue(wanted)?.test(value) ?? false)
    : wanted === value;
  return isLike !== operator.startsWith('!');
}
