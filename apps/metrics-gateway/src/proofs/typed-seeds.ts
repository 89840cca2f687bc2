import { bytes, double, fixed, message, whole } from '../exposition/message.js';
import type { Seed } from './seeds.js';

const json =
  (bodyOf: (n: number) => unknown): Seed =>
  (n) =>
    Buffer.from(JSON.stringify(bodyOf(n)));

const failed = (n: number): object => ({
  ...{ source: '/fuzz', id: `failed-${String(n)}`, type: 'ai.optimization.failed' },
  data: { type: 'thumbnail', level: 'fast', errorType: 'TimeoutError' },
});

const swept = (n: number): object => ({
  ...{ source: '/fuzz', id: `swept-${String(n)}`, type: 'storage.sweep.finished' },
  data: { seconds: 12.5, freedBytes: n },
});

export const EVENTS: readonly [Seed, ...Seed[]] = [
  json(failed),
  json(swept),
  json((n) => [failed(n), swept(n), failed(n)]),
];

export const EVENT_LINES: readonly [Seed] = [
  (n) => Buffer.from(`${JSON.stringify(failed(n))}\n${JSON.stringify(swept(n))}\n`),
];

const DELTA = 1;
const CUMULATIVE = 2;
const NANOSECONDS = 1_000_000_000;
const START = 1_763_800_000 * NANOSECONDS;

const exported = (...metrics: readonly object[]): object => {
  const service = { key: 'service.name', value: { stringValue: 'fuzz' } };
  const resource = { attributes: [service] };
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: 's' }, metrics }] }] };
};

const times = (n: number): object => ({
  startTimeUnixNano: String(START),
  timeUnixNano: String(START + n * NANOSECONDS),
});

const sum = (n: number, aggregationTemporality: number): object => ({
  ...{ name: `fuzz.sum.${String(aggregationTemporality)}`, unit: '{job}' },
  sum: { aggregationTemporality, isMonotonic: true, dataPoints: [{ ...times(n), asDouble: n }] },
});

const gauge = (n: number): object => ({
  name: 'fuzz.gauge',
  gauge: {
    dataPoints: [
      {
        ...{ ...times(n), asInt: String(n) },
        attributes: [{ key: 'k', value: { stringValue: 'é"\\' } }],
      },
    ],
  },
});

const histogram = (n: number): object => ({
  ...{ name: 'fuzz.took', unit: 's' },
  histogram: {
    aggregationTemporality: DELTA,
    dataPoints: [
      { ...times(n), count: '3', sum: 4.5, bucketCounts: ['1', '2', '0'], explicitBounds: [1, 2] },
    ],
  },
});

export const OTLP_JSON: readonly [Seed, ...Seed[]] = [
  json((n) => exported(sum(n, DELTA))),
  json((n) => exported(sum(n, CUMULATIVE))),
  json((n) => exported(gauge(n), histogram(n))),
];

/** The fields' numbers are those of opentelemetry/proto/metrics/v1/metrics.proto. */
const point = (n: number): Buffer =>
  message(fixed(2, BigInt(START)), fixed(3, BigInt(START + n * NANOSECONDS)), double(4, n));

const exportedBytes = (metric: Buffer): Buffer => {
  const service = message(bytes(1, 'service.name'), bytes(2, bytes(1, 'fuzz')));
  return bytes(1, message(bytes(1, bytes(1, service)), bytes(2, bytes(2, metric))));
};

export const OTLP_PROTOBUF: readonly [Seed, ...Seed[]] = [
  (n) => exportedBytes(message(bytes(1, 'fuzz.bytes'), bytes(5, bytes(1, point(n))))),
  (n) =>
    exportedBytes(
      message(
        bytes(1, 'fuzz.counted'),
        bytes(7, message(bytes(1, point(n)), whole(2, DELTA), whole(3, 1))),
      ),
    ),
];
