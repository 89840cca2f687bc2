import { asJson, asProtobuf, type Any, type Metric } from './fixtures/encode.js';
import { readJsonRequest } from './json.js';
import { readProtobufRequest } from './protobuf.js';

const DEEP = 200_000;

function inJson(value: string): string {
  return `{"resourceMetrics":[{"resource":{"attributes":[{"key":"a","value":${value}}]}}]}`;
}

/** A gauge with an attribute of lists in lists. */
function nested(depth: number): readonly Metric[] {
  let value: Any = 'x';
  for (let i = 0; i < depth; i += 1) value = [value];
  const times = { start: 11n, time: 21n, flags: 0 };
  const point = {
    ...times,
    attributes: [['a', value] as const],
    value: 3,
    counts: [],
    exemplars: [],
  };
  const head = { name: 'render.load', unit: '', temporality: 0, isMonotonic: false };
  return [{ ...head, type: 'gauge', points: [point] }];
}

describe('a request that is too much', () => {
  it('is refused where an attribute is nested deep', () => {
    const read = [16, 17].map((depth) => [
      readJsonRequest(asJson(nested(depth))),
      readProtobufRequest(asProtobuf(nested(depth))),
    ]);
    const refusal = {
      ok: false,
      reason: 'the body is no ExportMetricsServiceRequest: an attribute is nested too deep',
    };
    expect(read).toMatchObject([
      [{ ok: true }, { ok: true }],
      [refusal, refusal],
    ]);
  });

  it('is refused where brackets are all it has', () => {
    expect(readJsonRequest(inJson('['.repeat(DEEP))).ok).toBe(false);
    expect(readJsonRequest(inJson('['.repeat(DEEP) + ']'.repeat(DEEP))).ok).toBe(false);
  });

  it('is refused where it has more messages than bytes are worth', () => {
    const messages = Buffer.alloc(700_000);
    for (let at = 0; at < messages.length; at += 2) messages[at] = 10;
    expect(readProtobufRequest(messages)).toEqual({
      ok: false,
      reason:
        'the body is no ExportMetricsServiceRequest: it holds more than 300000 points, attributes and other messages',
    });
  });
});
