import type { LabelDomains, LabelName, LabelValues, Metric } from '@aura/metrics';
import type { Matcher } from '@aura/metrics/promql';

/** A choice at the top of a page: values of one label, any number of them, all by default. */
export interface Variable<V extends string = string> {
  readonly name: string;
  readonly title: string;
  /** The series that carry the label, and the label. */
  readonly series: string;
  readonly label: string;
  /** What a query asks for to follow the choice; it fits only where the label may hold these values. */
  readonly matcher: Matcher<V>;
}

interface Choice<L extends LabelDomains, N extends LabelName<L>> {
  readonly title: string;
  readonly metric: Metric<'counter' | 'gauge' | 'histogram', L>;
  /** A label of that metric. Variable and label have one name. */
  readonly label: N;
}

export function variable<L extends LabelDomains, const N extends LabelName<L>>({
  title,
  metric,
  label,
}: Choice<L, N>): Variable<LabelValues<L>[N]> {
  return {
    name: label,
    title,
    series: metric.kind === 'histogram' ? `${metric.name}_count` : metric.name,
    label,
    matcher: { operator: '=~', value: `$${label}` },
  };
}

/** As Grafana's Prometheus datasource asks for the values of a label. */
export function valuesQuery({ series, label }: Variable): string {
  return `label_values(${series}, ${label})`;
}
