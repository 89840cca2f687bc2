import type { Fault } from '../finding.js';
import { type Check, ofExpression } from '../check.js';
import { nearestMetric } from '../nearest.js';
import { type Name, selectors } from '../promql/tree.js';
import type { World } from '../world.js';

/** Prometheus' own series about alerts; their labels are those of the alerts. */
const ABOUT_ALERTS: readonly string[] = ['ALERTS', 'ALERTS_FOR_STATE'];

export const unknownMetric = {
  id: 'unknown-metric',
  find: ofExpression((tree, world) =>
    selectors(tree).flatMap(({ metric }) =>
      metric === undefined || isKnown(metric.name, world) ? [] : [fault(metric, world)],
    ),
  ),
} as const satisfies Check;

function isKnown(name: string, world: World): boolean {
  return world.series(name) !== undefined || ABOUT_ALERTS.includes(name);
}

function fault({ name, at }: Name, world: World): Fault {
  const summary = `no metric is named ${name}`;
  const histogram = world.knowledge.metrics.find((metric) => metric.name === name);
  if (histogram !== undefined) {
    const parts = `${name}_bucket, ${name}_sum or ${name}_count`;
    return { severity: 'error', at, summary: `${name} is a histogram`, remedy: `write ${parts}` };
  }
  const right = otherSuffix(name, world) ?? nearestMetric(name, world.names);
  if (right !== undefined) return { severity: 'error', at, summary, remedy: `write ${right}` };
  return {
    severity: 'warning',
    at,
    summary: `${summary} in the catalogue`,
    remedy:
      'look it up in docs/metrics.md; an exporter’s own metric is declared in libs/metrics/src/external',
  };
}

/** `x` for `x_total`, `x_count` for `x_total` of a histogram, and the like. */
function otherSuffix(name: string, world: World): string | undefined {
  const stem = name.replace(/_(total|count|sum|bucket|seconds|bytes)$/, '');
  const candidates = [stem, ...['_total', '_count', '_seconds', '_bytes'].map((end) => stem + end)];
  return candidates.find(
    (candidate) => candidate !== name && world.series(candidate) !== undefined,
  );
}
