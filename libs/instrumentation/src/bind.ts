import type { LabelDomains, Metric } from '@aura/metrics';
import { bindCounter, type CounterHandle } from './counter.js';
import { boundBefore, type AnyRegistry } from './family.js';
import { bindGauge, type GaugeHandle } from './gauge.js';
import { bindHistogram, type HistogramHandle } from './histogram.js';

/**
 * The live, typed handle of a definition in a registry of prom-client.
 *
 * Every label is required and takes only values of its domain; a metric without labels takes none. Counters
 * and histograms whose labels are all closed exist at zero from now on, so that a ratio has both its sides
 * before the first failure. Open labels fold into `other` past their ceiling. Binding an equal definition
 * again gives the same handle.
 *
 * @throws when the registry holds another metric of that name.
 */
export function bind<L extends LabelDomains>(
  registry: AnyRegistry,
  definition: Metric<'counter', L>,
): CounterHandle<L>;
export function bind<L extends LabelDomains>(
  registry: AnyRegistry,
  definition: Metric<'gauge', L>,
): GaugeHandle<L>;
export function bind<L extends LabelDomains>(
  registry: AnyRegistry,
  definition: Metric<'histogram', L>,
): HistogramHandle<L>;
export function bind(registry: AnyRegistry, definition: Metric): unknown {
  const before = boundBefore(registry, definition);
  if (before !== undefined) return before.handle;
  switch (definition.kind) {
    case 'counter':
      return bindCounter(registry, { ...definition, kind: definition.kind });
    case 'gauge':
      return bindGauge(registry, { ...definition, kind: definition.kind });
    case 'histogram':
      return bindHistogram(registry, { ...definition, kind: definition.kind });
  }
}
