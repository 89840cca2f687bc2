/** The name of an attribute and its value as a label has it. */
export type Attribute = readonly [key: string, value: string];

/** An observation behind a point. */
export interface OtlpExemplar {
  /** Those of the measurement that the point has not. */
  readonly attributes: readonly Attribute[];
  /** Nanoseconds since 1970; 0 where it was not said. */
  readonly time: bigint;
  readonly value: number | undefined;
  /** In hex; empty where it was not said. */
  readonly traceId: string;
  readonly spanId: string;
}

interface Timed {
  readonly attributes: readonly Attribute[];
  /** Nanoseconds since 1970; 0 where it was not said. */
  readonly start: bigint;
  readonly time: bigint;
  /** The sender says that there is no value. */
  readonly hasNoValue: boolean;
  readonly exemplars: readonly OtlpExemplar[];
}

export interface NumberPoint extends Timed {
  readonly value: number | undefined;
}

export interface HistogramPoint extends Timed {
  readonly count: number;
  readonly sum: number | undefined;
  /** How many observations lie in each bucket; one more than there are bounds, or none. */
  readonly counts: readonly number[];
  readonly bounds: readonly number[];
}

/** AggregationTemporality, by its number. */
export const TEMPORALITIES = ['unspecified', 'delta', 'cumulative'] as const;
export type Temporality = (typeof TEMPORALITIES)[number];

export type MetricPoints =
  | { readonly type: 'gauge'; readonly points: readonly NumberPoint[] }
  | {
      readonly type: 'sum';
      readonly temporality: Temporality;
      readonly isMonotonic: boolean;
      readonly points: readonly NumberPoint[];
    }
  | {
      readonly type: 'histogram';
      readonly temporality: Temporality;
      readonly points: readonly HistogramPoint[];
    }
  /** What is counted and not kept; `none` is a metric of no type that this protocol has. */
  | {
      readonly type: 'exponential histogram' | 'summary' | 'none';
      readonly points: readonly unknown[];
    };

export interface OtlpMetric {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly told: MetricPoints;
}

export interface ScopeMetrics {
  readonly name: string;
  readonly version: string;
  readonly attributes: readonly Attribute[];
  readonly metrics: readonly OtlpMetric[];
}

export interface ResourceMetrics {
  readonly attributes: readonly Attribute[];
  readonly scopes: readonly ScopeMetrics[];
}

/** An ExportMetricsServiceRequest: https://opentelemetry.io/docs/specs/otlp/#otlphttp-request */
export type OtlpRequest = readonly ResourceMetrics[];

export type OtlpRead =
  | { readonly ok: true; readonly request: OtlpRequest }
  | { readonly ok: false; readonly reason: string };

/** How deep the value of an attribute may be nested; what is deeper is nobody's label. */
export const DEEPEST = 16;

/** Messages of one request, points and attributes among them: a body of two-byte messages must not become gigabytes. */
const MOST_MESSAGES = 300_000;

/** Counts the messages of one request. */
export class Allowance {
  private left = MOST_MESSAGES;

  /** False when the request holds more than one may. */
  take(): boolean {
    this.left -= 1;
    return this.left >= 0;
  }

  static readonly exceeded = `it holds more than ${String(MOST_MESSAGES)} points, attributes and other messages`;
}

/** The value of an attribute, whichever format it came in: JSON's values, with whole numbers beyond 2^53 as text. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainObject;
interface PlainObject {
  readonly [key: string]: Plain;
}

/** As a label has it: https://opentelemetry.io/docs/specs/otel/common/#attribute */
export function labelText(value: Plain): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value === null ? '' : JSON.stringify(value);
}

export function plainWhole(whole: bigint): Plain {
  const number = Number(whole);
  return Number.isSafeInteger(number) ? number : String(whole);
}
