import type { LabelDomains, LabelValues, Metric } from '@aura/metrics';
import { register, type AnyRegistry } from './family.js';
import type { Labels } from './labels.js';
import { misuseOf, type ReportMisuse } from './misuse.js';
import { hasNoLabels, tableOf, type Cell } from './table.js';

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
  const misused = misuseOf(definition.name);
  const table = tableOf(definition, { open: (labels) => gaugeCell(labels, misused), misused });
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

function gaugeCell(labels: Labels, misused: ReportMisuse): Cell & GaugeSeries {
  let current: number | undefined;
  const add = (by: number): void => {
    if (Number.isFinite(by)) current = (current ?? 0) + by;
    else misused('a gauge moves by finite steps');
  };
  return {
    set: (value) => {
      if (typeof value === 'number') current = value;
      else misused('a gauge takes numbers');
    },
    inc: (by = 1) => {
      add(by);
    },
    dec: (by = 1) => {
      add(-by);
    },
    samples: () => (current === undefined ? [] : [{ labels, value: current }]),
    reset: () => {
      current = undefined;
    },
  };
}
