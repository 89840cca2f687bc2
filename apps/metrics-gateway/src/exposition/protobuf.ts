import { LABEL_NAME, METRIC_NAME } from '@aura/metrics';
import { isFit, type Exemplar } from './exemplar.js';
import { inOrder, type Family, type FamilyType, type Label, type Sample } from './family.js';
import { beginningOf } from '../cut.js';
import { delimited, fieldsOf, Malformed, type Field } from './wire.js';
import { numberText } from './write.js';

export type ProtobufRead =
  | { readonly ok: true; readonly families: readonly Family[] }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads `io.prometheus.client.MetricFamily` messages, each with its length before it:
 * https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto
 * Of a native histogram the classic part is read. Names are fit for text; whether the families fit together, the
 * parser of the text says.
 */
export function readProtobuf(bytes: Uint8Array): ProtobufRead {
  const families: Family[] = [];
  try {
    for (const message of delimited(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))) {
      families.push(familyOf(message));
    }
    return { ok: true, families };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { ok: false, reason: `family ${String(families.length + 1)}: ${error.message}` };
  }
}

const TYPES: ReadonlyMap<number, FamilyType> = new Map([
  [0, 'counter'],
  [1, 'gauge'],
  [2, 'summary'],
  [3, 'untyped'],
  [4, 'histogram'],
]);
/** Where a metric has its value, and what its samples are made of. */
const VALUES: Readonly<Record<FamilyType, { readonly field: number; readonly read: Reader }>> = {
  gauge: { field: 2, read: single },
  counter: { field: 3, read: counter },
  summary: { field: 4, read: summary },
  untyped: { field: 5, read: single },
  histogram: { field: 7, read: histogram },
};
const LABEL = 1;
const TIMESTAMP = 6;

interface Named {
  readonly name: string;
  readonly labels: readonly Label[];
}
type Reader = (message: Buffer, named: Named) => readonly Sample[];
type Fields = ReadonlyMap<number, readonly Field[]>;

function familyOf(message: Buffer): Family {
  const fields = byNumber(message);
  const name = last(fields, 1)?.text() ?? '';
  if (!METRIC_NAME.test(name)) {
    throw new Malformed(`${JSON.stringify(beginningOf(name))} is no metric name`);
  }
  const type = typeOf(fields, name);
  const metrics = fields.get(4) ?? [];
  const samples = metrics.flatMap((metric) => samplesOf(metric.message(), name, type));
  return { name, type, help: last(fields, 2)?.text(), samples };
}

function typeOf(fields: Fields, name: string): FamilyType {
  const stated = last(fields, 3)?.whole() ?? 0;
  const type = TYPES.get(stated);
  if (type !== undefined) return type;
  throw new Malformed(`${name} is of type ${String(stated)}, which the text format has not`);
}

function samplesOf(message: Buffer, name: string, type: FamilyType): readonly Sample[] {
  const fields = byNumber(message);
  if (fields.has(TIMESTAMP)) {
    throw new Malformed(`${name} has a timestamp: Prometheus sets the time when it scrapes`);
  }
  const { field, read } = VALUES[type];
  const value = last(fields, field);
  if (value === undefined) throw new Malformed(`a metric of the ${type} ${name} has no ${type}`);
  const labels = (fields.get(LABEL) ?? []).map((pair) => labelOf(pair.message(), name));
  return read(value.message(), { name, labels });
}

function labelOf(message: Buffer, metric: string): Label {
  const fields = byNumber(message);
  const name = last(fields, 1)?.text() ?? '';
  if (LABEL_NAME.test(name)) return [name, last(fields, 2)?.text() ?? ''];
  throw new Malformed(
    `${metric} has ${JSON.stringify(beginningOf(name))} where a label name belongs`,
  );
}

function single(message: Buffer, { name, labels }: Named): readonly Sample[] {
  return [{ name, labels, value: last(byNumber(message), 1)?.double() ?? 0 }];
}

function counter(message: Buffer, named: Named): readonly Sample[] {
  const exemplar = exemplarOf(last(byNumber(message), 2), named.name);
  return single(message, named).map((sample) => ({ ...sample, ...exemplar }));
}

/** One that OpenMetrics cannot have is left out: what it points from counts without it. */
function exemplarOf(field: Field | undefined, metric: string): Pick<Sample, 'exemplar'> {
  if (field === undefined) return {};
  const fields = byNumber(field.message());
  const pairs = (fields.get(1) ?? []).map((pair) => labelOf(pair.message(), metric));
  const labels = inOrder([...new Map(pairs)].filter(([, value]) => value !== ''));
  const value = last(fields, 2)?.double() ?? 0;
  const exemplar: Exemplar = { labels, value, timestamp: timeOf(last(fields, 3)) };
  return isFit(exemplar) ? { exemplar } : {};
}

/** A google.protobuf.Timestamp in seconds; Infinity where there is none. */
function timeOf(field: Field | undefined): number {
  if (field === undefined) return Infinity;
  const fields = byNumber(field.message());
  const seconds = Number(last(fields, 1)?.signed() ?? 0n);
  return seconds + (last(fields, 2)?.whole() ?? 0) / 1e9;
}

function summary(message: Buffer, named: Named): readonly Sample[] {
  const fields = byNumber(message);
  const quantiles = (fields.get(3) ?? []).map((field): Sample => {
    const quantile = byNumber(field.message());
    const at = numberText(last(quantile, 1)?.double() ?? 0);
    const value = last(quantile, 2)?.double() ?? 0;
    return { name: named.name, labels: [...named.labels, ['quantile', at]], value };
  });
  return [...quantiles, ...totals(named, fields)];
}

function histogram(message: Buffer, named: Named): readonly Sample[] {
  const fields = byNumber(message);
  const rest = totals(named, fields, 4);
  const buckets = (fields.get(3) ?? []).map((field) => {
    const bucket = byNumber(field.message());
    const exemplar = exemplarOf(last(bucket, 3), named.name);
    return { bound: last(bucket, 2)?.double() ?? 0, count: countOf(bucket, 1, 4), exemplar };
  });
  // Clients leave it out: it is the count.
  const isOpen = buckets.at(-1)?.bound !== Infinity;
  const all = isOpen
    ? [...buckets, { bound: Infinity, count: countOf(fields, 1, 4), exemplar: {} }]
    : buckets;
  return [
    ...all.map(({ bound, count, exemplar }): Sample => {
      const labels: readonly Label[] = [...named.labels, ['le', numberText(bound)]];
      return { name: `${named.name}_bucket`, labels, value: count, ...exemplar };
    }),
    ...rest,
  ];
}

function totals({ name, labels }: Named, fields: Fields, float?: number): readonly Sample[] {
  const sum = last(fields, 2)?.double() ?? 0;
  return [
    { name: `${name}_sum`, labels, value: sum },
    { name: `${name}_count`, labels, value: countOf(fields, 1, float) },
  ];
}

/** A count is whole, or, in a histogram of weights, a float in a field of its own. */
function countOf(fields: Fields, whole: number, float?: number): number {
  const weight = float === undefined ? undefined : last(fields, float)?.double();
  return weight !== undefined && weight > 0 ? weight : (last(fields, whole)?.whole() ?? 0);
}

function byNumber(message: Buffer): Fields {
  const found = new Map<number, Field[]>();
  for (const field of fieldsOf(message)) {
    const before = found.get(field.number);
    if (before === undefined) found.set(field.number, [field]);
    else before.push(field);
  }
  return found;
}

/** Of a field that may be there once, the last one counts. */
function last(fields: Fields, number: number): Field | undefined {
  return fields.get(number)?.at(-1);
}
