import type { LabelDomains, LabelValues, Metric } from '@aura/metrics';
import { register, type AnyRegistry, type Sample } from './family.js';
import type { Labels } from './labels.js';
import { misuseOf, type ReportMisuse } from './misuse.js';
import { hasNoLabels, tableOf, type Cell } from './table.js';

/** Ends a timer: observes and returns the seconds since it started. */
export type StopTimer = () => number;

/** One series of a histogram. */
export interface HistogramSeries {
  /** A value in the metric's unit. One that is not finite is dropped with a warning. */
  observe(value: number): void;
  startTimer(): StopTimer;
}

export interface LabelledHistogram<L extends LabelDomains> {
  observe(labels: LabelValues<L>, value: number): void;
  startTimer(labels: LabelValues<L>): StopTimer;
  /** The series of these labels, found once: for code that observes often. It exists from now on, empty. */
  series(labels: LabelValues<L>): HistogramSeries;
}

/** A histogram's handle; one without labels is its only series. */
export type HistogramHandle<L extends LabelDomains> = [keyof L] extends [never]
  ? HistogramSeries
  : LabelledHistogram<L>;

export function bindHistogram(
  registry: AnyRegistry,
  definition: Metric<'histogram'>,
): HistogramSeries | LabelledHistogram<LabelDomains> {
  const misused = misuseOf(definition.name);
  const shape = { name: definition.name, bounds: definition.buckets ?? [] };
  const open = (labels: Labels): Cell & HistogramSeries => histogramCell(shape, labels, misused);
  const table = tableOf(definition, { open, misused });
  table.seed();
  const handle = hasNoLabels(definition)
    ? table.at({})
    : {
        observe: (labels: Labels, value: number) => {
          table.at(labels).observe(value);
        },
        startTimer: (labels: Labels) => table.at(labels).startTimer(),
        series: (labels: Labels) => table.at(labels),
      };
  return register(registry, definition, { storage: table, handle });
}

interface Shape {
  readonly name: string;
  readonly bounds: readonly number[];
}

function histogramCell(
  { name, bounds }: Shape,
  labels: Labels,
  misused: ReportMisuse,
): Cell & HistogramSeries {
  const counts = new Float64Array(bounds.length + 1);
  let sum = 0;
  const observe = (value: number): void => {
    if (!Number.isFinite(value)) {
      misused('a histogram takes finite values');
      return;
    }
    const slot = slotOf(bounds, value);
    counts[slot] = (counts[slot] ?? 0) + 1;
    sum += value;
  };
  return {
    observe,
    startTimer: () => {
      const startedAt = performance.now();
      return () => {
        const seconds = (performance.now() - startedAt) / 1000;
        observe(seconds);
        return seconds;
      };
    },
    samples: () => expose(name, labels, { bounds, counts, sum }),
    reset: () => {
      counts.fill(0);
      sum = 0;
    },
  };
}

/** The index of the first bound that is not below the value; the last index stands for +Inf. */
function slotOf(bounds: readonly number[], value: number): number {
  let slot = 0;
  while (slot < bounds.length && value > (bounds[slot] ?? Infinity)) slot += 1;
  return slot;
}

interface Distribution {
  readonly bounds: readonly number[];
  readonly counts: Float64Array;
  readonly sum: number;
}

function expose(name: string, labels: Labels, { bounds, counts, sum }: Distribution): Sample[] {
  let count = 0;
  const buckets = Array.from(counts, (inBucket, i) => {
    count += inBucket;
    const le = i < bounds.length ? String(bounds[i]) : '+Inf';
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: count };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
