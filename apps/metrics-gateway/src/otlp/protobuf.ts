import { fieldsOf, Malformed, type Field } from '../exposition/wire.js';
import {
  addDoubles,
  addWholes,
  exemplarOf,
  hasNoValue,
  lastWhole,
  readNumbers,
  readTime,
  temporalityOf,
  type Numbers,
} from './protobuf-fields.js';
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
 * Reads an ExportMetricsServiceRequest by the numbers of its fields:
 * https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto. Fields it does not know are
 * skipped.
 */
export function readProtobufRequest(bytes: Uint8Array): OtlpRead {
  const reader = new Reader();
  try {
    const request = reader.each(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), 1);
    return { ok: true, request: request.map((message) => reader.resource(message)) };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { ok: false, reason: `the body is no ExportMetricsServiceRequest: ${error.message}` };
  }
}

/** Where a metric has its points, by their type. */
const POINTS = {
  5: 'gauge',
  7: 'sum',
  9: 'histogram',
  10: 'exponential histogram',
  11: 'summary',
} as const;

/** One request; it throws `Malformed` when that holds too much. */
class Reader {
  private readonly allowance = new Allowance();

  each(message: Buffer, number: number): readonly Buffer[] {
    const found: Buffer[] = [];
    for (const field of fieldsOf(message)) {
      if (field.number === number) found.push(this.messageOf(field));
    }
    return found;
  }

  resource(message: Buffer): ResourceMetrics {
    let attributes: readonly Attribute[] = [];
    const scopes: ScopeMetrics[] = [];
    for (const field of fieldsOf(message)) {
      if (field.number === 1) attributes = this.attributes(this.messageOf(field), 1);
      else if (field.number === 2) scopes.push(this.scope(this.messageOf(field)));
    }
    return { attributes, scopes };
  }

  private messageOf(field: Field): Buffer {
    if (!this.allowance.take()) throw new Malformed(Allowance.exceeded);
    return field.message();
  }

  private scope(message: Buffer): ScopeMetrics {
    let scope: Omit<ScopeMetrics, 'metrics'> = { name: '', version: '', attributes: [] };
    const metrics: OtlpMetric[] = [];
    for (const field of fieldsOf(message)) {
      if (field.number === 1) scope = this.named(this.messageOf(field));
      else if (field.number === 2) metrics.push(this.metric(this.messageOf(field)));
    }
    return { ...scope, metrics };
  }

  private named(message: Buffer): Omit<ScopeMetrics, 'metrics'> {
    let name = '';
    let version = '';
    for (const field of fieldsOf(message)) {
      if (field.number === 1) name = field.text();
      else if (field.number === 2) version = field.text();
    }
    return { name, version, attributes: this.attributes(message, 3) };
  }

  private metric(message: Buffer): OtlpMetric {
    const texts = ['', '', '', ''];
    let told: MetricPoints = { type: 'none', points: [] };
    for (const field of fieldsOf(message)) {
      const { number } = field;
      if (number >= 1 && number <= 3) texts[number] = field.text();
      else if (isPoints(number)) told = this.points(POINTS[number], this.messageOf(field));
    }
    const [, name = '', description = '', unit = ''] = texts;
    return { name, description, unit, told };
  }

  private points(type: (typeof POINTS)[keyof typeof POINTS], message: Buffer): MetricPoints {
    const points = this.each(message, 1);
    switch (type) {
      case 'gauge':
        return { type, points: points.map((point) => this.number(point)) };
      case 'sum': {
        const isMonotonic = lastWhole(message, 3) !== 0;
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

  private number(message: Buffer): NumberPoint {
    const times = { start: 0n, time: 0n };
    let value: number | undefined;
    let flags = 0;
    for (const field of fieldsOf(message)) {
      if (field.number === 4) value = field.double();
      else if (field.number === 6) value = Number(field.signedFixed());
      else if (field.number === 8) flags = field.whole();
      else readTime(field, times);
    }
    const attributes = this.attributes(message, 7);
    const exemplars = this.exemplars(message, 5);
    return { attributes, ...times, hasNoValue: hasNoValue(flags), exemplars, value };
  }

  private histogram(message: Buffer): HistogramPoint {
    const times = { start: 0n, time: 0n };
    const numbers: Numbers = { count: 0, sum: undefined, flags: 0 };
    const counts: number[] = [];
    const bounds: number[] = [];
    for (const field of fieldsOf(message)) {
      if (field.number === 6) addWholes(counts, field);
      else if (field.number === 7) addDoubles(bounds, field);
      else if (!readTime(field, times)) readNumbers(field, numbers);
    }
    const { count, sum, flags } = numbers;
    const told = { count, sum, counts, bounds, hasNoValue: hasNoValue(flags) };
    const exemplars = this.exemplars(message, 8);
    return { attributes: this.attributes(message, 9), ...times, exemplars, ...told };
  }

  private exemplars(message: Buffer, number: number): readonly OtlpExemplar[] {
    return this.each(message, number).map((one) => ({
      ...exemplarOf(one),
      attributes: this.attributes(one, 7),
    }));
  }

  private attributes(message: Buffer, number: number): readonly Attribute[] {
    return this.each(message, number).map((pair) => {
      const [key, value] = this.pair(pair, 0);
      return [key, labelText(value)];
    });
  }

  private pair(message: Buffer, depth: number): readonly [string, Plain] {
    let key = '';
    let value: Plain = null;
    for (const field of fieldsOf(message)) {
      if (field.number === 1) key = field.text();
      else if (field.number === 2) value = this.value(this.messageOf(field), depth);
    }
    return [key, value];
  }

  private value(message: Buffer, depth: number): Plain {
    if (depth > DEEPEST) throw new Malformed('an attribute is nested too deep');
    let value: Plain = null;
    for (const field of fieldsOf(message)) {
      const read = VALUES.get(field.number);
      if (read !== undefined) value = read(field);
      else if (field.number === 5) value = this.list(this.messageOf(field), depth);
      else if (field.number === 6) value = this.object(this.messageOf(field), depth);
    }
    return value;
  }

  private list(message: Buffer, depth: number): Plain {
    return this.each(message, 1).map((value) => this.value(value, depth + 1));
  }

  private object(message: Buffer, depth: number): Plain {
    return Object.fromEntries(this.each(message, 1).map((pair) => this.pair(pair, depth + 1)));
  }
}

/** An AnyValue that is neither a list nor an object. */
const VALUES: ReadonlyMap<number, (field: Field) => Plain> = new Map([
  [1, (field: Field) => field.text()],
  [2, (field: Field) => field.whole() !== 0],
  [3, (field: Field) => plainWhole(field.signed())],
  [4, (field: Field) => field.double()],
  [7, (field: Field) => field.message().toString('base64')],
]);

function isPoints(number: number): number is keyof typeof POINTS {
  return Object.hasOwn(POINTS, number);
}
