import { createLog } from '@aura/service';
import { sumsWith } from '../fixtures/sums.js';
import { OpenJournal } from '../journal/fixtures/open.js';
import { attribute, requestOf, sumOf } from './fixtures/request.js';
import { Otlp } from './otlp.js';
import { stepsOf } from './steps.js';
import { encodeExported, encodeLeftOut, readRequest, registerExported } from './records.js';
import { Streams } from './streams.js';

const CAME = { atSeconds: 13, aheadSeconds: 11 };

function world(scarce: () => string | undefined = () => undefined) {
  const { adder, totals, state } = sumsWith({ scarce });
  const streams = new Streams({ streams: 5_000, rememberedSeconds: 600, keptSeconds: 60 });
  const journal = new OpenJournal();
  const log = createLog('metrics-gateway', { level: 'silent' });
  const otlp = new Otlp({ adder, streams });
  registerExported(journal, { otlp, streams, log });
  return { journal, otlp, totals, streams, all: () => [state(), streams.saved()] };
}

function record(value: number, time: number): Uint8Array {
  const points = Array.from({ length: 1_001 }, (_, i) => ({
    ...{ value: value + i, time },
    attributes: [{ key: 'n', value: { intValue: String(i) } }],
  }));
  const body = Buffer.from(JSON.stringify(requestOf([sumOf('render.jobs', 2, points)])));
  return encodeExported({ format: 'json', body }, CAME);
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

  it('leave out what there was no memory for, and no more than that', () => {
    const points = (n: number) => [{ value: n, time: 21 }];
    const sent = [sumOf('a', 2, points(1)), sumOf('b', 2, points(2)), sumOf('c', 2, points(3))];
    const from = [attribute('service.name', 'render'), attribute('service.instance.id', 'w-1')];
    const body = Buffer.from(JSON.stringify(requestOf(sent, [...from, attribute('host', 'h-1')])));
    const exported = { format: 'json', body } as const;
    const read = readRequest(exported);
    if (!read.ok) throw new Error(read.reason);
    const memory = [undefined, 'no memory', undefined, 'no memory'];
    const before = world(() => memory.shift());
    const { leftOut } = before.otlp.apply({ steps: stepsOf(read.request, CAME), came: CAME });
    const after = world();
    const replayed = encodeExported(exported, CAME);
    after.journal.kindOf('otlp').replay(replayed, encodeLeftOut(leftOut));
    expect([leftOut, after.all()]).toEqual([[1, 3], before.all()]);
  });

  it('of a time when any was taken take points from far ahead', () => {
    const { journal, totals } = world();
    const points = [{ value: 3, time: 9e15 }];
    const body = Buffer.from(JSON.stringify(requestOf([sumOf('render.jobs', 2, points)])));
    const old = { atSeconds: 13, aheadSeconds: undefined };
    journal.kindOf('otlp').replay(encodeExported({ format: 'json', body }, old));
    expect(totals.saved().map(({ series }) => series[0]?.values)).toEqual([[3]]);
  });

  it('refuse bytes that no export had', () => {
    const { journal } = world();
    const bytes = encodeExported({ format: 'protobuf', body: Buffer.from([10, 3]) }, CAME);
    expect(() => journal.kindOf('otlp').replay(bytes)).toThrow(
      'the journal holds an export that cannot be read: the body is no ExportMetricsServiceRequest: 3 bytes are announced, and 0 are left',
    );
  });
});
