import { exemplarsOf } from './exemplars.js';
import type { OtlpExemplar } from './request.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const COUNTER = { type: 'counter', bounds: [] } as const;

function exemplar(given: Partial<OtlpExemplar> = {}): OtlpExemplar {
  return { attributes: [], time: 13_500_000_000n, value: 11, traceId: TRACE, spanId: '', ...given };
}

function labelsOf(given: Partial<OtlpExemplar>): readonly string[] {
  return (exemplarsOf([exemplar(given)], COUNTER) ?? []).flatMap(({ labels }) =>
    labels.map((label) => label.join('=')),
  );
}

describe('exemplars of OTLP', () => {
  it('point to their trace and their span, in the bucket that counts their value', () => {
    const given = [exemplar({ spanId: SPAN }), exemplar({ value: 0.5, time: 0n })];
    expect(exemplarsOf(given, { type: 'histogram', bounds: [0.5, 2] })).toEqual([
      {
        ...{ line: 2, value: 11, timestamp: 13.5 },
        labels: [
          ['span_id', SPAN],
          ['trace_id', TRACE],
        ],
      },
      { line: 0, value: 0.5, timestamp: Infinity, labels: [['trace_id', TRACE]] },
    ]);
  });

  it('have as many attributes as there is room for', () => {
    const attributes = [
      ['http.route', '/v1/push'],
      ['a', 'x'.repeat(100)],
      ['user', 'ä'.repeat(70)],
      ['trace_id', 'another'],
      ['empty', ''],
    ] as const;
    const found = ['http_route=/v1/push', `trace_id=${TRACE}`];
    expect(labelsOf({ attributes })).toEqual(found);
    const last = ['zz', 'ä'.repeat(128 - 40 - 18 - 2)] as const;
    expect(labelsOf({ attributes: [last, ...attributes] })).toEqual([
      ...found,
      `zz=${'ä'.repeat(68)}`,
    ]);
  });

  it.each([
    ['of gauges', exemplarsOf([exemplar()], { type: 'gauge', bounds: [] })],
    ['that point at nothing', exemplarsOf([exemplar({ traceId: '0'.repeat(32) })], COUNTER)],
    ['whose trace is no trace', exemplarsOf([exemplar({ traceId: 'ab' })], COUNTER)],
    ['without a value', exemplarsOf([exemplar({ value: undefined })], COUNTER)],
    ['whose value no number tells', exemplarsOf([exemplar({ value: NaN })], COUNTER)],
  ])('%s are left out', (_, found) => {
    expect(found).toBeUndefined();
  });
});
