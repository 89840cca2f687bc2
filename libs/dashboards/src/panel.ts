import type { Condition, Vector, VectorUnit } from '@aura/metrics/promql';

/** One query of a panel and how its series are named in the legend. */
export interface Query {
  readonly promql: string;
  /** Grafana's legend template, e.g. `{{queue}}`. */
  readonly legend: string;
}

/** What a panel shows, whoever draws it. */
export interface Panel {
  readonly title: string;
  /** What a person should read out of it, one sentence. */
  readonly help: string;
  readonly view: 'timeseries' | 'stat';
  readonly unit: VectorUnit;
  readonly queries: readonly Query[];
  /** The limit of the alert that watches the same thing, drawn as a red line. */
  readonly limit?: number;
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Page {
  /** Unique and stable: part of the URL. */
  readonly uid: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

interface Drawn<L extends string, U extends VectorUnit> {
  readonly title: string;
  readonly help: string;
  readonly vector: Vector<L, U>;
  /** `$` answers only the labels that the vector keeps. */
  readonly legend: ($: Readonly<Record<NoInfer<L>, string>>) => string;
  /** The condition of the alert that watches the same thing. */
  readonly watchedBy?: Condition<NoInfer<L>, NoInfer<U>>;
}

/** A line over time. */
export function timeseries<L extends string, U extends VectorUnit>(drawn: Drawn<L, U>): Panel {
  return panel('timeseries', drawn);
}

/** The latest value, large. */
export function stat<L extends string, U extends VectorUnit>(drawn: Drawn<L, U>): Panel {
  return panel('stat', drawn);
}

function panel<L extends string, U extends VectorUnit>(
  view: Panel['view'],
  drawn: Drawn<L, U>,
): Panel {
  const { title, help, vector, legend, watchedBy } = drawn;
  return {
    title,
    help,
    view,
    unit: vector.unit,
    queries: [{ promql: vector.promql, legend: legend(placeholders<L>()) }],
    ...(watchedBy === undefined ? {} : { limit: watchedBy.limit.value }),
  };
}

/** Answers any label name with Grafana's placeholder for it; the type admits only the labels of `L`. */
function placeholders<L extends string>(): Readonly<Record<L, string>> {
  const target: Record<string, string> = {};
  return new Proxy(target, { get: (_, label) => `{{${String(label)}}}` }) as Record<L, string>; // every key answers
}
