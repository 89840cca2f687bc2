import type { LabelDomains, LabelValues, Metric } from '@aura/metrics';
import { register, type AnyRegistry } from './family.js';
import type { Labels } from './labels.js';
import type { ReportMisuse } from './misuse.js';
import type { Place } from './render/block.js';
import { DROPPED_EXEMPLAR, exemplarOf, type ExemplarLabels } from './render/exemplar.js';
import type { Page } from './render/page.js';
import { histogramShape } from './render/shape.js';
import { hasNoLabels, Table } from './table.js';

/** Ends a timer: observes and returns the seconds since it started. */
export type StopTimer = () => number;

/** One series of a histogram. */
export interface HistogramSeries {
  /**
   * A value in the metric's unit. One that is not finite is dropped with a warning. An exemplar is shown beside the
   * bucket of the value by a registry that writes OpenMetrics.
   */
  observe(value: number, exemplar?: ExemplarLabels): void;
  startTimer(): StopTimer;
}

export interface LabelledHistogram<L extends LabelDomains> {
  observe(labels: LabelValues<L>, value: number, exemplar?: ExemplarLabels): void;
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
  const buckets = definition.buckets ?? [];
  const bounds = Float64Array.from(buckets);
  const table = new Table(registry, definition, {
    shape: histogramShape(buckets),
    open: (place, misused) => new HistogramCell(place, bounds, misused),
    isShownAtOnce: true,
  });
  const handle = hasNoLabels(definition)
    ? table.at({})
    : {
        observe: (labels: Labels, value: number, exemplar?: ExemplarLabels) => {
          table.at(labels).observe(value, exemplar);
        },
        startTimer: (labels: Labels) => table.at(labels).startTimer(),
        series: (labels: Labels) => table.at(labels),
      };
  return register(registry, definition, { storage: table, handle });
}

class HistogramCell implements HistogramSeries {
  readonly #numbers: Float64Array;
  readonly #page: Page;
  readonly #series: number;
  /** Where its buckets begin, and where its sum stands, behind the last one. */
  readonly #from: number;
  readonly #sum: number;

  constructor(
    { page, series }: Place,
    private readonly bounds: Float64Array,
    private readonly misused: ReportMisuse,
  ) {
    this.#numbers = page.numbers;
    this.#page = page;
    this.#series = series;
    this.#from = series * page.shape.stride;
    this.#sum = this.#from + bounds.length + 1;
  }

  observe(value: number, exemplar?: ExemplarLabels): void {
    if (!(typeof value === 'number' && value > -Infinity && value < Infinity)) {
      this.misused('a histogram takes finite values');
      return;
    }
    const bucket = bucketOf(this.bounds, value);
    const numbers = this.#numbers;
    numbers[this.#from + bucket] = (numbers[this.#from + bucket] ?? 0) + 1;
    numbers[this.#sum] = (numbers[this.#sum] ?? 0) + value;
    if (exemplar !== undefined) this.#point(exemplar, { value, bucket });
  }

  startTimer(): StopTimer {
    const startedAt = performance.now();
    return () => {
      const seconds = (performance.now() - startedAt) / 1000;
      this.observe(seconds);
      return seconds;
    };
  }

  #point(
    labels: ExemplarLabels,
    { value, bucket }: { readonly value: number; readonly bucket: number },
  ): void {
    const exemplar = exemplarOf(labels, value);
    if (typeof exemplar === 'string') this.misused(exemplar, DROPPED_EXEMPLAR);
    else if (exemplar !== undefined) this.#page.point(this.#series, bucket, exemplar);
  }
}

/** The first bound that is not below the value; past the last one stands +Inf. */
function bucketOf(bounds: Float64Array, value: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value > (bounds[middle] ?? Infinity)) low = middle + 1;
    else high = middle;
  }
  return low;
}
