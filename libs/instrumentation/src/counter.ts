import type { LabelDomains, LabelValues, Metric } from '@aura/metrics';
import { register, type AnyRegistry } from './family.js';
import type { Labels } from './labels.js';
import { misuseOf, type ReportMisuse } from './misuse.js';
import { hasNoLabels, tableOf, type Cell } from './table.js';

/** One series of a counter. */
export interface CounterSeries {
  /** Adds `by`, 1 when left out. Anything but a finite number of at least 0 is dropped with a warning. */
  inc(by?: number): void;
}

export interface LabelledCounter<L extends LabelDomains> {
  inc(labels: LabelValues<L>, by?: number): void;
  /** The series of these labels, found once: for code that counts often. It exists from now on, at zero. */
  series(labels: LabelValues<L>): CounterSeries;
}

/** A counter's handle; one without labels is its only series. */
export type CounterHandle<L extends LabelDomains> = [keyof L] extends [never]
  ? CounterSeries
  : LabelledCounter<L>;

export function bindCounter(
  registry: AnyRegistry,
  definition: Metric<'counter'>,
): CounterSeries | LabelledCounter<LabelDomains> {
  const misused = misuseOf(definition.name);
  const table = tableOf(definition, { open: (labels) => counterCell(labels, misused), misused });
  table.seed();
  const handle = hasNoLabels(definition)
    ? table.at({})
    : {
        inc: (labels: Labels, by?: number) => {
          table.at(labels).inc(by);
        },
        series: (labels: Labels) => table.at(labels),
      };
  return register(registry, definition, { storage: table, handle });
}

function counterCell(labels: Labels, misused: ReportMisuse): Cell & CounterSeries {
  let total = 0;
  return {
    inc: (by = 1) => {
      if (by >= 0 && by < Infinity) total += by;
      else misused('a counter takes finite increments of at least 0');
    },
    samples: () => [{ labels, value: total }],
    reset: () => {
      total = 0;
    },
  };
}
