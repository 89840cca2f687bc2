import type { Fault } from '../finding.js';
import { type Check, ofExpression } from '../check.js';
import { everyNode, type Expr, isComparison, literal, type Selector } from '../promql/tree.js';
import { seriesOf } from '../series.js';
import type { World } from '../world.js';

export const counterWithoutRate = {
  id: 'counter-without-rate',
  find: ofExpression((tree, world) =>
    everyNode(tree).flatMap((node) =>
      judged(node).flatMap((expr) => {
        const counter = rawCounter(expr, world);
        return counter === undefined ? [] : [fault(counter)];
      }),
    ),
  ),
} as const satisfies Check;

/** What is held against a number, divided by a like total, or read as a distribution. */
function judged(node: Expr): readonly Expr[] {
  if (isComparison(node)) {
    if (literal(node.right) !== undefined) return [node.left];
    return literal(node.left) === undefined ? [] : [node.right];
  }
  if (node.kind === 'binary' && node.operator === '/') return [node.left];
  const isQuantile = node.kind === 'call' && node.name === 'histogram_quantile';
  return isQuantile ? node.arguments.slice(1, 2) : [];
}

/** They say how many series there are, not what the series say. */
const COUNTING: readonly string[] = ['count', 'group', 'count_values'];

/** A counter whose total since its process started is taken as it is. */
function rawCounter(expr: Expr, world: World): Selector | undefined {
  const isAdding = expr.kind === 'aggregation' && !COUNTING.includes(expr.operator);
  if (isAdding || expr.kind === 'shifted') return rawCounter(expr.of, world);
  if (expr.kind !== 'selector') return undefined;
  return seriesOf(expr, world.series)?.kind === 'counter' ? expr : undefined;
}

function fault({ metric, at }: Selector): Fault {
  const name = metric?.name ?? '';
  return {
    severity: 'error',
    at,
    summary: `${name} is a counter: its value is the total since the process started and falls to 0 with it`,
    remedy: `ask for its growth: increase(${name}[5m]) or rate(${name}[5m])`,
  };
}
