import type { Fault } from '../finding.js';
import { type Check, ofExpression } from '../check.js';
import { nearest, oneOf } from '../nearest.js';
import { type LabelSet, labelsOf } from '../promql/labels.js';
import {
  type Aggregation,
  type Binary,
  everyNode,
  type Expr,
  type Name,
  type Selector,
} from '../promql/tree.js';
import { seriesOf } from '../series.js';
import type { World } from '../world.js';

export const unknownLabel = {
  id: 'unknown-label',
  find: ofExpression((tree, world) => everyNode(tree).flatMap((node) => faultsOf(node, world))),
} as const satisfies Check;

function faultsOf(node: Expr, world: World): readonly Fault[] {
  if (node.kind === 'selector') return selectorFaults(node, world);
  if (node.kind === 'aggregation') return groupingFaults(node, world);
  return node.kind === 'binary' ? matchingFaults(node, world) : [];
}

function selectorFaults(selector: Selector, world: World): readonly Fault[] {
  const name = selector.metric?.name ?? '';
  const labels = seriesOf(selector, world.series)?.labels;
  if (labels === undefined) return [];
  return selector.matchers
    .filter(({ value }) => value !== '')
    .flatMap(({ label, at }) =>
      lacking({ name: label, at: [at[0], at[0] + label.length] }, labels, `${name} has`),
    );
}

function groupingFaults({ grouping, of }: Aggregation, world: World): readonly Fault[] {
  const labels = labelsOf(of, world.series);
  return (grouping?.labels ?? [])
    .filter(({ name }) => grouping?.mode === 'by' || isWorthDropping(name, world))
    .flatMap((label) => lacking(label, labels, 'what is aggregated has'));
}

function matchingFaults({ matching, left, right }: Binary, world: World): readonly Fault[] {
  if (matching === undefined) return [];
  const sides = [left, right].map((side) => labelsOf(side, world.series));
  const one = sides[matching.many === 'left' ? 1 : 0];
  const named = matching.labels
    .filter(({ name }) => matching.mode === 'on' || isWorthDropping(name, world))
    .flatMap((label) => joinFaults(label, sides, matching.mode));
  const included = matching.include.flatMap((label) =>
    one === undefined ? [] : lacking(label, one, 'the side it is to be taken from has'),
  );
  return [...named, ...included];
}

/** `on` needs its labels on both sides; `ignoring` is idle where neither side has the label. */
function joinFaults(
  label: Name,
  sides: readonly LabelSet[],
  mode: 'on' | 'ignoring',
): readonly Fault[] {
  const faults = sides.map((side) => lacking(label, side, `a side of ${mode} has`));
  const isFault = mode === 'on' ? faults.some(isSome) : faults.every(isSome);
  return isFault ? (faults.find(isSome) ?? []) : [];
}

const isSome = (faults: readonly Fault[]): boolean => faults.length > 0;

/** To drop `le` or a target's label where there is none is a habit, not a mistake. */
function isWorthDropping(label: string, { knowledge }: World): boolean {
  return label !== 'le' && !knowledge.targetLabels.includes(label);
}

function lacking({ name, at }: Name, labels: LabelSet, owner: string): readonly Fault[] {
  if (!labels.isComplete || labels.names.has(name) || name === '__name__') return [];
  const names = [...labels.names];
  const right = nearest(name, names);
  const there = names.length === 0 ? 'no labels at all' : oneOf(names);
  const remedy = names.length === 0 ? `remove ${name}` : `take ${there}`;
  return [
    {
      severity: 'error',
      at,
      summary: `${owner} no label ${name}`,
      remedy: right === undefined ? remedy : `write ${right}`,
    },
  ];
}
