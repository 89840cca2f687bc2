import { EXTERNAL_METRICS, METRICS } from '@aura/metrics';
import { parsePromql } from '@aura/metrics/promql';

/** Names of the metrics that queries stand on, through the recordings they use: those are given with their texts. */
export function metricsBehind(
  promqls: readonly string[],
  recordings: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (promql: string): void => {
    const parsed = parsePromql(promql);
    if (!parsed.ok) throw new Error(`${promql} ${parsed.problem}`);
    for (const { metric = '' } of parsed.selectors) {
      const recorded = recordings.get(metric);
      if (recorded !== undefined && !found.has(metric)) visit(recorded);
      found.add(metric);
    }
  };
  promqls.forEach(visit);
  return new Set([...found].map(familyOf));
}

const FAMILIES = new Set([...METRICS, ...EXTERNAL_METRICS].map(({ name }) => name));

function familyOf(sample: string): string {
  const family = sample.replace(/_(bucket|sum|count)$/, '');
  return FAMILIES.has(sample) || !FAMILIES.has(family) ? sample : family;
}
