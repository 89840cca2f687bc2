import type { Fault } from '../finding.js';
import { type Check, ofExpression } from '../check.js';
import { type LabelSet, labelsOf } from '../promql/labels.js';
import { type Binary, everyNode } from '../promql/tree.js';
import { typeOf } from '../promql/types.js';
import type { World } from '../world.js';

export const ratioWithoutMatchingLabels = {
  id: 'ratio-without-matching-labels',
  find: ofExpression((tree, world) =>
    everyNode(tree)
      .filter((node) => node.kind === 'binary')
      .filter((node) => node.operator !== 'or')
      .filter(({ left, right }) => typeOf(left) === 'vector' && typeOf(right) === 'vector')
      .flatMap((node) => faultsOf(node, world)),
  ),
} as const satisfies Check;

function faultsOf(expr: Binary, world: World): readonly Fault[] {
  if (expr.matching?.mode === 'on' || expr.matching?.many !== undefined) return [];
  const left = matched(expr, labelsOf(expr.left, world.series));
  const right = matched(expr, labelsOf(expr.right, world.series));
  if (left === undefined || right === undefined || isSame(left, right)) return [];
  return [
    {
      severity: 'error',
      at: expr.operatorAt,
      summary:
        `the left of ${expr.operator} keeps ${spoken(left)}, the right ${spoken(right)}: ` +
        'no series of one matches a series of the other',
      remedy: remedy(expr, left, right),
    },
  ];
}

/** The labels that must be equal on both sides, where they are known. */
function matched({ matching }: Binary, labels: LabelSet): readonly string[] | undefined {
  const ignored = (matching?.labels ?? []).map(({ name }) => name);
  return labels.isComplete
    ? [...labels.names].filter((name) => !ignored.includes(name))
    : undefined;
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((label) => right.includes(label));
}

const spoken = (labels: readonly string[]): string =>
  labels.length === 0 ? 'no label' : `(${labels.join(', ')})`;

function remedy({ operator }: Binary, left: readonly string[], right: readonly string[]): string {
  const common = left.filter((label) => right.includes(label));
  const named = common.join(', ');
  if (operator === 'and' || operator === 'unless') return `write ${operator} on (${named})`;
  if (common.length === right.length) return `write ${operator} on (${named}) group_left ()`;
  if (common.length === left.length) return `write ${operator} on (${named}) group_right ()`;
  return `aggregate both sides alike: sum by (${named}) (…) ${operator} sum by (${named}) (…)`;
}
