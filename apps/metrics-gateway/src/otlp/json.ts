import { Malformed } from '../exposition/wire.js';
import {
  asDouble,
  asWhole,
  base64Of,
  doubleOf,
  fieldOf,
  listOf,
  objectOf,
  temporalityOf,
  textOf,
  timeOf,
  wholeOf,
  type Fields,
} from './json-fields.js';
import {
  Allowance,
  DEEPEST,
  labelText,
  plainWhole,
  type Attribute,
  type HistogramPoint,
  type MetricPoints,
  type NumberPoint,
  type OtlpExemplar,
  type OtlpMetric,
  type OtlpRead,
  type Plain,
  type ResourceMetrics,
  type ScopeMetrics,
} from './request.js';

/**
 * Reads an ExportMetricsServiceRequest by the names of its fields, lowerCamelCase:
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. Fields it does not know are
 * skipped; `null` is a field that is not there. Bytes come in base64: only the ids of exemplars are in hex.
 */
export function readJsonRequest(text: string): OtlpRead {
  try {
    const body = objectOf(JSON.parse(text), 'the body');
    const reader = new Reader();
    const resources = reader.each(body, 'resourceMetrics');
    return { ok: true, request: resources.map((one) => reader.resource(one)) };
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof SyntaxError)) throw error;
    const what = error instanceof SyntaxError ? 'JSON' : 'ExportMetricsServiceRequest';
    return { ok: false, reason: `the body is no ${what}: ${error.message}` };
  }
}

/** Where a metric has its points, by their type. */
const POINTS = {
  gauge: 'gauge',
  sum: 'sum',
  histogram: 'histogram',
  exponentialHistogram: 'exponential histogram',
  summary: 'summary',
} as const;
const NAMES = Object.keys(POINTS) as readonly (keyof typeof POINTS)[]; // its own keys, and no others

/** One request; it throws `Malformed` when that holds too much, or what no such field can be. */
class Reader {
  private readonly allowance = new Allowance();

  each(message: Fields, name: string): readonly Fields[] {
    return listOf(message, name).map((one) => this.counted(one, name));
  }

  resource(message: Fields): ResourceMetrics {
    const resource = this.inside(message, 'resource');
    const scopes = this.each(message, 'scopeMetrics').map((one) => this.scope(one));
    return { attributes: this.attributes(resource), scopes };
  }

  private counted(value: unknown, name: string): Fields {
    if (!this.allowance.take()) throw new Malformed(Allowance.exceeded);
    return objectOf(value, name);
  }

  private inside(message: Fields, name: string): Fields {
    return objectOf(fieldOf(message, name) ?? {}, name);
  }

  private scope(message: Fields): ScopeMetrics {
    const scope = this.inside(message, 'scope');
    return {
      name: textOf(scope, 'name'),
      version: textOf(scope, 'version'),
      attributes: this.attributes(scope),
      metrics: this.each(message, 'metrics').map((one) => this.metric(one)),
    };
  }

  private metric(message: Fields): OtlpMetric {
    const type = NAMES.find((name) => fieldOf(message, name) !== undefined);
    return {
      name: textOf(message, 'name'),
      description: textOf(message, 'description'),
      unit: textOf(message, 'unit'),
      told: type === undefined ? { type: 'none', points: [] } : this.points(message, type),
    };
  }

  private points(metric: Fields, name: keyof typeof POINTS): MetricPoints {
    const type = POINTS[name];
    const message = this.inside(metric, name);
    const points = this.each(message, 'dataPoints');
    switch (type) {
      case 'gauge':
        return { type, points: points.map((point) => this.number(point)) };
      case 'sum': {
        const isMonotonic = fieldOf(message, 'isMonotonic') === true;
        const numbers = points.map((point) => this.number(point));
        return { type, temporality: temporalityOf(message), isMonotonic, points: numbers };
      }
      case 'histogram': {
        const histograms = points.map((point) => this.histogram(point));
        return { type, temporality: temporalityOf(message), points: histograms };
      }
      case 'exponential histogram':
      case 'summary':
        return { type, points };
    }
  }

  private number(point: Fields): NumberPoint {
    return { ...this.common(point), value: numberOf(point) };
  }

  private histogram(point: Fields): HistogramPoint {
    return {
      ...this.common(point),
      count: Number(wholeOf(point, 'count') ?? 0n),
      sum: doubleOf(point, 'sum'),
      counts: listOf(point, 'bucketCounts').map((one) => Number(asWhole(one, 'bucketCounts'))),
      bounds: listOf(point, 'explicitBounds').map((one) => asDouble(one, 'explicitBounds')),
    };
  }

  private common(point: Fields) {
    return {
      attributes: this.attributes(point),
      start: timeOf(point, 'startTimeUnixNano'),
      time: timeOf(point, 'timeUnixNano'),
      hasNoValue: (wholeOf(point, 'flags') ?? 0n) % 2n === 1n,
      exemplars: this.each(point, 'exemplars').map((one) => this.exemplar(one)),
    };
  }

  private exemplar(message: Fields): OtlpExemplar {
    return {
      attributes: this.attributes(message, 'filteredAttributes'),
      time: timeOf(message, 'timeUnixNano'),
      value: numberOf(message),
      traceId: textOf(message, 'traceId').toLowerCase(),
      spanId: textOf(message, 'spanId').toLowerCase(),
    };
  }

  private attributes(message: Fields, name = 'attributes'): readonly Attribute[] {
    return this.each(message, name).map((pair) => {
      const [key, value] = this.pair(pair, 0);
      return [key, labelText(value)];
    });
  }

  private pair(pair: Fields, depth: number): readonly [string, Plain] {
    return [textOf(pair, 'key'), this.value(fieldOf(pair, 'value') ?? {}, depth)];
  }

  private value(given: unknown, depth: number): Plain {
    if (depth > DEEPEST) throw new Malformed('an attribute is nested too deep');
    const message = this.counted(given, 'value');
    const found = VALUES.find(([name]) => fieldOf(message, name) !== undefined);
    if (found !== undefined) return found[1](message);
    const list = fieldOf(message, 'arrayValue');
    if (list !== undefined) return this.list(objectOf(list, 'arrayValue'), depth);
    const object = fieldOf(message, 'kvlistValue');
    return object === undefined ? null : this.object(objectOf(object, 'kvlistValue'), depth);
  }

  private list(message: Fields, depth: number): Plain {
    return listOf(message, 'values').map((value) => this.value(value, depth + 1));
  }

  private object(message: Fields, depth: number): Plain {
    const pairs = this.each(message, 'values').map((pair) => this.pair(pair, depth + 1));
    return Object.fromEntries(pairs);
  }
}

/** Of a point, and of an exemplar. */
function numberOf(message: Fields): number | undefined {
  const whole = wholeOf(message, 'asInt');
  return whole === undefined ? doubleOf(message, 'asDouble') : Number(whole);
}

/** An AnyValue that is neither a list nor an object. */
const VALUES: readonly (readonly [name: string, read: (message: Fields) => Plain])[] = [
  ['stringValue', (message) => textOf(message, 'stringValue')],
  ['boolValue', (message) => fieldOf(message, 'boolValue') === true],
  ['intValue', (message) => plainWhole(wholeOf(message, 'intValue') ?? 0n)],
  ['doubleValue', (message) => doubleOf(message, 'doubleValue') ?? 0],
  ['bytesValue', (message) => base64Of(textOf(message, 'bytesValue'))],
];
