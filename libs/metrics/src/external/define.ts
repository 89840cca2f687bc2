import type { LabelDomains, Metric, Unit } from '../metric.js';

interface External<U extends Unit, L extends LabelDomains> {
  readonly name: string;
  readonly unit: U;
  readonly help: string;
  readonly labels: L;
}

/**
 * Metrics that other people's exporters serve and that our rules and panels query. Their names are theirs,
 * so no naming rule applies; a test scrapes the real exporters and proves that name and labels exist.
 */
export function externalCounter<const L extends LabelDomains, U extends Unit>(
  spec: External<U, L>,
): Metric<'counter', L, U> {
  return { kind: 'counter', ...spec };
}

export function externalGauge<const L extends LabelDomains, U extends Unit>(
  spec: External<U, L>,
): Metric<'gauge', L, U> {
  return { kind: 'gauge', ...spec };
}
