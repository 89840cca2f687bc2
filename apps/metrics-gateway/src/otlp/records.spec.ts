import { createLog } from '@aura/service';
import { sumsWith } from '../fixtures/sums.js';
import { OpenJournal } from '../journal/fixtures/open.js';
import { requestOf, sumOf } from './fixtures/request.js';
import { Otlp } from './otlp.js';
import { encodeExported, registerExported } from './records.js';
import { Streams } from './streams.js';

function world() {
  const { adder, totals } = sumsWith();
  const streams = new Streams({ streams: 5_000, rememberedSeconds: 600, keptSeconds: 60 });
  const journal = new OpenJournal();
  const log = createLog('metrics-gateway', { level: 'silent' });
  registerExported(journal, { otlp: new Otlp({ adder, streams }), streams, log });
  return { journal, streams, totals };
}

function record(value: number, time: number): Uint8Array {
  const points = Array.from({ length: 1_001 }, (_, i) => ({
    ...{ value: value + i, time },
    attributes: [{ key: 'n', value: { intValue: String(i) } }],
  }));
  const body = Buffer.from(JSON.stringify(requestOf([sumOf('render.jobs', 2, points)])));
  return encodeExported({ format: 'json', body }, 13);
}

describe('the records of OTLP', () => {
  it('bring back where each stream stood, so that no growth counts twice', () => {
    const before = world();
    before.journal.kindOf('otlp').replay(record(100, 21));
    const after = world();
    for (const encode of before.journal.kindOf('otlp streams').dump()) {
      after.journal.kindOf('otlp streams').replay(encode());
    }
    expect(after.streams.saved()).toEqual(before.streams.saved());
    after.journal.kindOf('otlp').replay(record(100, 21)); // taken before
    after.journal.kindOf('otlp').replay(record(103, 22));
    const values = after.totals.saved().flatMap(({ series }) => series.map((one) => one.values));
    expect([values.length, new Set(values.flat())]).toEqual([1_001, new Set([3])]);
  });

  it('refuse bytes that no export had', () => {
    const { journal } = world();
    const bytes = encodeExported({ format: 'protobuf', body: Buffer.from([10, 3]) }, 13);
    expect(() => journal.kindOf('otlp').replay(bytes)).toThrow(
      'the journal holds an export that cannot be read: the body is no ExportMetricsServiceRequest: 3 bytes are announced, and 0 are left',
    );
  });
});
