import type { Fault } from '../finding.js';
import { type Check, ofExpression } from '../check.js';
import { type Binary, everyNode, isComparison, literal } from '../promql/tree.js';
import { type Measure, measureOf } from '../promql/units.js';
import type { World } from '../world.js';
import { againstNumber } from './unit-of-number.js';

export const unitMismatch = {
  id: 'unit-mismatch',
  find: ofExpression((tree, world, { rule }) =>
    everyNode(tree)
      .filter((node) => node.kind === 'binary')
      .flatMap((node) => [...betweenVectors(node, world), ...withNumber(node, world, rule.expr)]),
  ),
} as const satisfies Check;

function betweenVectors(expr: Binary, world: World): readonly Fault[] {
  if (!['+', '-'].includes(expr.operator) && !isComparison(expr)) return [];
  const left = measureOf(expr.left, world.series);
  const right = measureOf(expr.right, world.series);
  if (left === undefined || right === undefined || isAgreed(expr, left, right)) return [];
  return [
    {
      severity: 'error',
      at: expr.at,
      summary: `${spoken(left)} on the left of ${expr.operator}, ${spoken(right)} on its right`,
      remedy: remedy(left, right),
    },
  ];
}

function isAgreed(expr: Binary, left: Measure, right: Measure): boolean {
  // A moment plus or less a span is a moment.
  if (left === 'epoch' && right === 'seconds') return !isComparison(expr);
  return dimension(left) === dimension(right);
}

/** Seconds a second are a share of time. */
function dimension(measure: Measure): Measure {
  return measure === 'seconds/s' ? 'ratio' : measure;
}

const spoken = (measure: Measure): string =>
  measure === 'epoch' ? 'a moment (seconds since 1970)' : measure;

function remedy(left: Measure, right: Measure): string {
  const both = [left, right];
  if (both.includes('epoch') && both.includes('seconds')) {
    return 'make a span of the moment: time() - …';
  }
  if (both.includes('ratio') && both.includes('percent')) return 'multiply the ratio by 100';
  if (`${left}/s` === right || `${right}/s` === left) {
    return 'take rate(…) on both sides, or increase(…) on both';
  }
  return `bring both sides to one unit; nothing turns ${spoken(left)} into ${spoken(right)} by itself`;
}

function withNumber(expr: Binary, world: World, source: string): readonly Fault[] {
  if (!isComparison(expr)) return [];
  const [left, right] = [literal(expr.left), literal(expr.right)];
  if ((left === undefined) === (right === undefined)) return [];
  const number = left ?? right ?? 0;
  const [compared, at] =
    right === undefined ? [expr.right, expr.left.at] : [expr.left, expr.right.at];
  const found = againstNumber({ compared, number, source }, world);
  return found === undefined ? [] : [{ severity: 'error', at, ...found }];
}
