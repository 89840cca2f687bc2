import fc from 'fast-check';
import type { Family, FamilyType, Label } from './family.js';
import { bytes, double, framed, message, whole } from './message.js';
import { parseExposition } from './parse.js';
import { readProtobuf } from './protobuf.js';
import { writeExposition } from './write.js';

interface Metric {
  readonly labels: readonly Label[];
  readonly values: readonly (readonly [bound: number, value: number])[];
  readonly sum: number;
}

const NUMBERS: Readonly<Record<FamilyType, number>> = {
  ...{ counter: 0, gauge: 1, summary: 2, untyped: 3, histogram: 4 },
};
const FIELDS: Readonly<Record<FamilyType, number>> = {
  ...{ gauge: 2, counter: 3, summary: 4, untyped: 5, histogram: 7 },
};

function valueOf(type: FamilyType, { values, sum }: Metric): Buffer {
  if (type === 'summary') {
    const quantiles = values.map(([at, value]) =>
      bytes(3, message(double(1, at), double(2, value))),
    );
    return message(whole(1, values.length), double(2, sum), ...quantiles);
  }
  if (type === 'histogram') {
    const buckets = values.map(([bound], i) =>
      bytes(3, message(whole(1, i + 1), double(2, bound))),
    );
    return message(whole(1, values.length), double(2, sum), ...buckets);
  }
  return double(1, sum);
}

function encoded(name: string, type: FamilyType, metrics: readonly Metric[]): Buffer {
  return framed(
    bytes(1, name),
    bytes(2, `Help of ${name}\n.`),
    whole(3, NUMBERS[type]),
    ...metrics.map((metric) =>
      bytes(
        4,
        message(
          ...metric.labels.map(([label, value]) =>
            bytes(1, message(bytes(1, label), bytes(2, value))),
          ),
          bytes(FIELDS[type], valueOf(type, metric)),
        ),
      ),
    ),
    bytes(5, 'seconds'), // a unit, which text does not have
  );
}

function expected(name: string, type: FamilyType, metrics: readonly Metric[]): Family {
  const samples = metrics.flatMap(({ labels, values, sum }) => {
    const own = (suffix: string, value: number, more: readonly Label[] = []) => {
      return { name: name + suffix, labels: [...labels, ...more], value };
    };
    const totals = [own('_sum', sum), own('_count', values.length)];
    if (type === 'summary') {
      return [...values.map(([at, value]) => own('', value, [['quantile', text(at)]])), ...totals];
    }
    if (type !== 'histogram') return [own('', sum)];
    const buckets = values.map(([bound], i) => own('_bucket', i + 1, [['le', text(bound)]]));
    return [...buckets, own('_bucket', values.length, [['le', '+Inf']]), ...totals];
  });
  return { name, type, help: `Help of ${name}\n.`, samples };
}

function text(value: number): string {
  return value === -Infinity ? '-Inf' : String(value);
}

const METRIC = fc.record({
  labels: fc.uniqueArray(
    fc.tuple(fc.constantFrom('a', 'b', '_c'), fc.string({ unit: 'grapheme' })),
    {
      selector: ([name]) => name,
    },
  ),
  values: fc
    .uniqueArray(fc.tuple(fc.double({ noNaN: true, max: 1e9 }), fc.double()), {
      selector: ([bound]) => String(bound),
      maxLength: 4,
    })
    .map((pairs) => pairs.sort(([a], [b]) => a - b)),
  sum: fc.double(),
});
const TYPE = fc.constantFrom<FamilyType>('counter', 'gauge', 'summary', 'untyped', 'histogram');
const FAMILY = fc.record({ type: TYPE, metrics: fc.array(METRIC, { maxLength: 1 }) });

describe('protobuf', () => {
  it('is read as it was meant, and as text it is what the text parser reads', () => {
    fc.assert(
      fc.property(fc.array(FAMILY, { maxLength: 3 }), (drawn) => {
        const named = drawn.map(
          ({ type, metrics }, i) => [`m${String(i)}`, type, metrics] as const,
        );
        const read = readProtobuf(message(...named.map((one) => encoded(...one))));
        const families = named.map((one) => expected(...one));
        expect(read).toEqual({ ok: true, families });
        const again = parseExposition(writeExposition(families));
        const held = families.filter(({ samples }) => samples.length > 0);
        expect(again.ok ? again.families.map(({ name }) => name) : again.fault).toEqual(
          held.map(({ name }) => name),
        );
      }),
    );
  });

  it('cut, mixed up or made of chance is read or refused with a sentence, and never throws', () => {
    const whole = Buffer.concat([
      encoded('h', 'histogram', [{ labels: [['a', 'x']], values: [[0.5, 0]], sum: 11 }]),
      encoded('s', 'summary', [{ labels: [], values: [[0.9, 12]], sum: 13 }]),
    ]);
    const mutation = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    const mutated = fc.array(mutation, { maxLength: 4 }).map((changes) => {
      const copy = Buffer.from(whole);
      for (const [at, byte] of changes) copy[at] = byte;
      return copy;
    });
    const cut = fc.nat(whole.length).map((length) => whole.subarray(0, length));
    const chance = fc.uint8Array({ maxLength: 60 });
    fc.assert(
      fc.property(fc.oneof(mutated, cut, chance), (body) => {
        const read = readProtobuf(body);
        expect(read.ok || /^family \d+: .{5}/.test(read.reason)).toBe(true);
        if (read.ok) expect(parseExposition(writeExposition(read.families))).toHaveProperty('ok');
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    [Buffer.from([5, 1]), 'family 1: 5 bytes are announced, and 1 are left'],
    [Buffer.alloc(11, 0xff), 'family 1: a whole number has more than 10 bytes'],
    [Buffer.from([1, 3]), 'family 1: 3 begins no field'],
    [Buffer.from([0]), 'family 1: "" is no metric name'],
    [framed(bytes(1, 'x\ny 1')), 'family 1: "x\\ny 1" is no metric name'],
    [framed(bytes(1, Buffer.from([0xff]))), 'family 1: field 1 is not UTF-8 text'],
    [framed(whole(1, 11)), 'family 1: field 1 is not UTF-8 text'],
    [framed(bytes(1, 'x'), whole(3, 5)), 'family 1: x is of type 5, which the text format has not'],
    [
      framed(bytes(1, 'x'), bytes(4, bytes(2, double(1, 11)))),
      'family 1: a metric of the counter x has no counter',
    ],
    [
      framed(bytes(1, 'x'), bytes(4, message(bytes(3, double(1, 11)), whole(6, 12)))),
      'family 1: x has a timestamp: Prometheus sets the time when it scrapes',
    ],
    [
      framed(bytes(1, 'x'), bytes(4, message(bytes(3, ''), bytes(1, bytes(1, 'a"'))))),
      'family 1: x has "a\\"" where a label name belongs',
    ],
    [framed(bytes(1, 'x'), bytes(4, bytes(3, whole(1, 11)))), 'family 1: field 1 is not a double'],
  ])('%j is refused: %s', (body, reason) => {
    expect(readProtobuf(body)).toEqual({ ok: false, reason });
  });
});
