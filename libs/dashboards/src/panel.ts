import type { ComponentName } from '@aura/metrics';
import type { VectorUnit } from '@aura/metrics/promql';
import type { Variable } from './variable.js';

/** One query of a panel and how its series are named in the legend. */
export interface Query {
  readonly promql: string;
  /** Grafana's legend template, e.g. `{{queue}}`. */
  readonly legend: string;
}

/**
 * How a panel is drawn: lines, large numbers, dials, bars, rows, buckets over time, or coloured stretches of time.
 * All but `timeseries`, `heatmap` and `timeline` show the latest value alone.
 */
export type View = 'timeseries' | 'stat' | 'gauge' | 'bars' | 'table' | 'heatmap' | 'timeline';

/** Units that no metric of ours has, but others' numbers do. */
export type ForeignUnit = 'celsius' | 'watts' | 'mebibytes';

/** Where it becomes bad, and how bad. */
export interface Limit {
  readonly value: number;
  /** Bad is what is above the value, or below it. */
  readonly breach: 'above' | 'below';
  readonly severity: 'page' | 'ticket';
}

/** A value that means something, in words and colour. */
export interface State {
  readonly value: number;
  readonly text: string;
  readonly color: 'green' | 'orange' | 'red';
}

/** As many lines as a person can tell apart, and as a legend has room for. */
export const READABLE_SERIES = 20;

/** What a panel shows, whoever draws it. */
export interface Panel {
  readonly title: string;
  /** What a person should read out of it, one sentence or two. */
  readonly help: string;
  readonly view: View;
  readonly unit: VectorUnit | ForeignUnit;
  readonly queries: readonly Query[];
  /** Limits of the alerts that compare what is drawn; the red line is one of them. */
  readonly limits: readonly Limit[];
  /** Alerts that look at what is drawn, by name. */
  readonly alerts: readonly string[];
  readonly states: readonly State[];
  /** What it means that nothing is found, where that is no fault: the panel says it instead of “No data”. */
  readonly whenEmpty?: string;
  /** The page that tells more, by its uid. */
  readonly detail?: PageUid;
  /** By which columns the rows of a table are sorted, the first one first. */
  readonly firstBy?: readonly { readonly column: string; readonly isDescending: boolean }[];
  /** In twenty-fourths of the page; by default its share of the row. */
  readonly width?: number;
}

export interface Row {
  readonly title: string;
  /** In rows of the grid; by default what its tallest panel needs. */
  readonly height?: number;
  readonly panels: readonly Panel[];
}

export const PAGE_UIDS = [
  'aura-overview',
  'aura-api',
  'aura-render',
  'aura-gpu',
  'aura-business',
  'aura-slo',
  'aura-health',
  'aura-infrastructure',
  'aura-stack',
] as const;
export type PageUid = (typeof PAGE_UIDS)[number];

export interface Page {
  /** Unique and stable: part of the URL. */
  readonly uid: PageUid;
  readonly title: string;
  /** What the page is for, one sentence. */
  readonly help: string;
  /** How far back it looks when it is opened, as PromQL writes a span. */
  readonly span: '30m' | '1h' | '6h' | '7d' | '30d';
  readonly variables: readonly Variable[];
  /** Whose alerts are marked on its panels. */
  readonly components: readonly ComponentName[];
  readonly rows: readonly Row[];
}
