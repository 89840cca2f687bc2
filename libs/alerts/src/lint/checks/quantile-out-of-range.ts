import type { Fault } from '../finding.js';
import { type Check, ofExpression } from '../check.js';
import { everyNode, type Expr, literal } from '../promql/tree.js';

export const quantileOutOfRange = {
  id: 'quantile-out-of-range',
  find: ofExpression((tree) => everyNode(tree).flatMap(quantiles).flatMap(faultsOf)),
} as const satisfies Check;

/** Whichever of an expression's arguments say which quantile is asked for. */
function quantiles(expr: Expr): readonly Expr[] {
  if (expr.kind === 'aggregation') return expr.operator === 'quantile' ? expr.parameters : [];
  if (expr.kind !== 'call') return [];
  if (expr.name === 'histogram_quantiles') return expr.arguments.slice(2);
  const isOne = ['histogram_quantile', 'quantile_over_time'].includes(expr.name);
  return isOne ? expr.arguments.slice(0, 1) : [];
}

function faultsOf(quantile: Expr): readonly Fault[] {
  const asked = literal(quantile);
  if (asked === undefined || (asked >= 0 && asked <= 1)) return [];
  const always = asked > 1 ? '+Inf: above any limit' : '-Inf: below any limit';
  return [
    {
      severity: 'error',
      at: quantile.at,
      summary: `a quantile goes from 0 to 1; that of ${String(asked)} is always ${always}`,
      remedy: asked > 1 && asked < 100 ? `write ${asShare(asked)}` : 'write a number from 0 to 1',
    },
  ];
}

/** 95 is 0.95, without the digits that a division of binary numbers leaves behind. */
function asShare(percent: number): string {
  return String(Number((percent / 100).toPrecision(12)));
}
