import type { LabelDomains, LabelValues, Metric } from '@aura/metrics';
import { register, type AnyRegistry } from './family.js';
import type { Labels } from './labels.js';
import type { ReportMisuse } from './misuse.js';
import { DROPPED_EXEMPLAR, exemplarOf, type ExemplarLabels } from './render/exemplar.js';
import type { Place } from './render/block.js';
import type { Page } from './render/page.js';
import { SCALAR } from './render/shape.js';
import { hasNoLabels, Table } from './table.js';

/** One series of a counter. */
export interface CounterSeries {
  /**
   * Adds `by`, 1 when left out. Anything but a finite number of at least 0 is dropped with a warning. An exemplar
   * is shown beside the sample by a registry that writes OpenMetrics.
   */
  inc(by?: number, exemplar?: ExemplarLabels): void;
}

export interface LabelledCounter<L extends LabelDomains> {
  inc(labels: LabelValues<L>, by?: number, exemplar?: ExemplarLabels): void;
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
  const table = new Table(registry, definition, {
    shape: SCALAR,
    open: (place, misused) => new CounterCell(place, misused),
    isShownAtOnce: true,
  });
  const handle = hasNoLabels(definition)
    ? table.at({})
    : {
        inc: (labels: Labels, by?: number, exemplar?: ExemplarLabels) => {
          table.at(labels).inc(by, exemplar);
        },
        series: (labels: Labels) => table.at(labels),
      };
  return register(registry, definition, { storage: table, handle });
}

class CounterCell implements CounterSeries {
  readonly #numbers: Float64Array;
  readonly #page: Page;
  readonly #at: number;

  constructor(
    { page, series }: Place,
    private readonly misused: ReportMisuse,
  ) {
    this.#numbers = page.numbers;
    this.#page = page;
    this.#at = series;
  }

  inc(by = 1, exemplar?: ExemplarLabels): void {
    if (typeof by === 'number' && by >= 0 && by < Infinity) {
      this.#numbers[this.#at] = (this.#numbers[this.#at] ?? 0) + by;
      if (exemplar !== undefined) this.#point(exemplar, by);
    } else this.misused('a counter takes finite increments of at least 0');
  }

  #point(labels: ExemplarLabels, by: number): void {
    const exemplar = exemplarOf(labels, by);
    if (typeof exemplar === 'string') this.misused(exemplar, DROPPED_EXEMPLAR);
    else if (exemplar !== undefined) this.#page.point(this.#at, 0, exemplar);
  }
}
