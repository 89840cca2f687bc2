import { instrumentation, isOpen, type Metric } from '@aura/metrics';
import { bind } from './bind.js';
import type { AnyRegistry } from './family.js';
import type { ReportOverflow } from './labels.js';

/**
 * Counts, in the same registry, how often a label value was folded into `other`: by metric and label, at zero from the
 * binding on. An update counts each time, a series that is bound once.
 */
export function overflowOf(registry: AnyRegistry, { name, labels }: Metric): ReportOverflow {
  const open = Object.keys(labels).filter((label) => labels[label] && isOpen(labels[label]));
  // Who counts the overflow of the counter of overflows?
  if (open.length === 0 || name === instrumentation.overflows.name) return () => undefined;
  const overflows = bind(registry, instrumentation.overflows);
  const series = new Map(open.map((label) => [label, overflows.series({ metric: name, label })]));
  return (label) => {
    series.get(label)?.inc();
  };
}
