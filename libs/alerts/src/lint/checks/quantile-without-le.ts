import type { Fault } from '../finding.js';
import { type Check, ofExpression } from '../check.js';
import { labelsOf } from '../promql/labels.js';
import { type Call, everyNode, type Expr, type Selector, selectors } from '../promql/tree.js';
import { type Series, seriesOf } from '../series.js';
import type { World } from '../world.js';

export const quantileWithoutLe = {
  id: 'quantile-without-le',
  find: ofExpression((tree, world) =>
    everyNode(tree)
      .filter((node) => node.kind === 'call')
      .filter(({ name }) => name === 'histogram_quantile')
      .flatMap((call) => faultsOf(call, world)),
  ),
} as const satisfies Check;

function faultsOf(call: Call, world: World): readonly Fault[] {
  const [, buckets] = call.arguments;
  if (buckets === undefined) return [];
  const others = selectors(buckets).flatMap((selector) => {
    const series = seriesOf(selector, world.series);
    const isOther = series?.metric !== undefined && series.part !== '_bucket';
    return isOther ? [noBuckets(selector, series)] : [];
  });
  return others.length > 0 ? others.slice(0, 1) : droppedLe(buckets, world);
}

/** Native histograms have no `le`, so that only series named _bucket can miss it. */
function droppedLe(buckets: Expr, world: World): readonly Fault[] {
  const { names, isComplete } = labelsOf(buckets, world.series);
  const isClassic = selectors(buckets).some(({ metric }) => metric?.name.endsWith('_bucket'));
  if (!isClassic || !isComplete || names.has('le')) return [];
  return [
    {
      severity: 'error',
      at: buckets.at,
      summary: 'the aggregation drops le, which tells the buckets apart: the quantile has no value',
      remedy: `keep le: sum by (${['le', ...names].join(', ')}) (rate(…))`,
    },
  ];
}

function noBuckets({ metric, at }: Selector, { metric: definition, part }: Series): Fault {
  const name = metric?.name ?? '';
  const isHistogram = part !== undefined && definition !== undefined;
  return {
    severity: 'error',
    at,
    summary: `${name} is no set of buckets: histogram_quantile() has nothing to read`,
    remedy: isHistogram
      ? `write ${definition.name}_bucket`
      : `use quantile(…) over series, or quantile_over_time(…) over time; ${name} is no histogram`,
  };
}
