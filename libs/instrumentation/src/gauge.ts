import type { LabelDomains, LabelValues, Metric } from '@aura/metrics';
import { register, type AnyRegistry } from './family.js';
import type { Labels } from './labels.js';
import type { ReportMisuse } from './misuse.js';
import type { Place } from './render/block.js';
import type { Page } from './render/page.js';
import { SCALAR } from './render/shape.js';
import { hasNoLabels, Table } from './table.js';

/** One series of a gauge. No scrape shows it before it is first set: nobody knows its value yet. */
export interface GaugeSeries {
  /** Any number; NaN says that there is no number. */
  set(value: number): void;
  /** Adds `by`, 1 when left out, to what was set, or to 0. */
  inc(by?: number): void;
  dec(by?: number): void;
}

export interface LabelledGauge<L extends LabelDomains> {
  set(labels: LabelValues<L>, value: number): void;
  inc(labels: LabelValues<L>, by?: number): void;
  dec(labels: LabelValues<L>, by?: number): void;
  /** The series of these labels, found once: for code that sets often. */
  series(labels: LabelValues<L>): GaugeSeries;
}

/** A gauge's handle; one without labels is its only series. */
export type GaugeHandle<L extends LabelDomains> = [keyof L] extends [never]
  ? GaugeSeries
  : LabelledGauge<L>;

export function bindGauge(
  registry: AnyRegistry,
  definition: Metric<'gauge'>,
): GaugeSeries | LabelledGauge<LabelDomains> {
  const table = new Table(registry, definition, {
    shape: SCALAR,
    open: (place, misused) => new GaugeCell(place, misused),
    isShownAtOnce: false,
  });
  const handle = hasNoLabels(definition)
    ? table.at({})
    : {
        set: (labels: Labels, value: number) => {
          table.at(labels).set(value);
        },
        inc: (labels: Labels, by?: number) => {
          table.at(labels).inc(by);
        },
        dec: (labels: Labels, by?: number) => {
          table.at(labels).dec(by);
        },
        series: (labels: Labels) => table.at(labels),
      };
  return register(registry, definition, { storage: table, handle });
}

class GaugeCell implements GaugeSeries {
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

  set(value: number): void {
    if (typeof value === 'number') {
      this.#numbers[this.#at] = value;
      this.#page.show(this.#at);
    } else this.misused('a gauge takes numbers');
  }

  inc(by = 1): void {
    if (typeof by === 'number' && by > -Infinity && by < Infinity) {
      this.#numbers[this.#at] = (this.#numbers[this.#at] ?? 0) + by;
      this.#page.show(this.#at);
    } else this.misused('a gauge moves by finite steps');
  }

  dec(by = 1): void {
    this.inc(typeof by === 'number' ? -by : by);
  }
}
