import fc from 'fast-check';
import { FUZZ_BODIES } from '../fixtures/config.js';
import {
  asJson,
  asProtobuf,
  type Any,
  type Exemplar,
  type Metric,
  type Point,
} from './fixtures/encode.js';
import { requestOf, sumOf, type Pushed } from './fixtures/request.js';
import { otlpWorld } from './fixtures/world.js';
import { readJsonRequest } from './json.js';
import { readProtobufRequest } from './protobuf.js';

const any: fc.Arbitrary<Any> = fc.letrec<{ any: Any }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.double(),
    fc.array(tie('any'), { maxLength: 3 }),
  ),
})).any;

const nanos = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

const number = fc.oneof(fc.double(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));

const exemplar: fc.Arbitrary<Exemplar> = fc.record({
  attributes: fc.array(fc.tuple(fc.string({ maxLength: 12 }), any), { maxLength: 2 }),
  time: fc.bigInt({ min: 0n, max: 2n ** 62n }),
  value: number,
  traceId: fc.constantFrom('', '00'.repeat(16), 'ab'.repeat(16), '0c'.repeat(3)),
  spanId: fc.constantFrom('', '0d'.repeat(8)),
});

const point: fc.Arbitrary<Point> = fc.record({
  attributes: fc.array(fc.tuple(fc.string({ maxLength: 12 }), any), { maxLength: 3 }),
  start: fc.bigInt({ min: 0n, max: 2n ** 62n }),
  time: fc.bigInt({ min: 0n, max: 2n ** 62n }),
  flags: fc.constantFrom(0, 0, 0, 1),
  value: number,
  counts: fc.array(fc.nat(1_000), { minLength: 3, maxLength: 3 }),
  exemplars: fc.array(exemplar, { maxLength: 2 }),
});

const metric: fc.Arbitrary<Metric> = fc.record({
  name: fc.constantFrom('render.jobs', 'render.wait', '4k', 'ütf', ''),
  unit: fc.constantFrom('', 's', 'By/s', '1', '{job}', '%'),
  type: fc.constantFrom('gauge', 'sum', 'histogram'),
  temporality: fc.nat(2),
  isMonotonic: fc.boolean(),
  points: fc.array(point, { maxLength: 4 }),
});

const metrics = fc.array(metric, { maxLength: 4 });

/** Deltas of three processes, each with the interval that it is of. */
const deltas = fc.array(fc.record({ value: fc.nat(1_000), series: fc.nat(2) }), { maxLength: 30 });

function stage(series: number): readonly unknown[] {
  return [{ key: 'stage', value: { stringValue: `s${String(series)}` } }];
}

describe('an OTLP request', () => {
  it('is read and applied alike from JSON and from protobuf', async () => {
    await fc.assert(
      fc.asyncProperty(metrics, async (sent) => {
        const [json, protobuf] = [asJson(sent), asProtobuf(sent)];
        expect(readJsonRequest(json)).toEqual(readProtobufRequest(protobuf));
        const [one, other] = [otlpWorld(), otlpWorld()];
        const first = await one.send(json, 'json');
        const second = await other.send(protobuf, 'protobuf');
        expect([second.status, other.state()]).toEqual([first.status, one.state()]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps 64 bits of its times', () => {
    fc.assert(
      fc.property(nanos, (time) => {
        const dataPoints = [{ timeUnixNano: String(time), asInt: '1' }];
        const read = readJsonRequest(
          JSON.stringify(requestOf([{ name: 'x', gauge: { dataPoints } }])),
        );
        const told = read.ok ? read.request[0]?.scopes[0]?.metrics[0]?.told : undefined;
        expect(told).toMatchObject({ type: 'gauge', points: [{ time, value: 1 }] });
      }),
    );
  });

  it('adds up to the same sums however a delta stream is split, ordered, and sent twice', async () => {
    const cut = deltas.chain((all) =>
      fc.record({
        all: fc.constant(all),
        order: fc.shuffledSubarray([...all.keys()], { minLength: all.length }),
        cuts: fc.array(fc.nat(29), { maxLength: 5 }),
        again: fc.boolean(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cut, async ({ all, order, cuts, again }) => {
        const world = otlpWorld();
        const points = order.map((i): Pushed => {
          const { value, series } = all[i] ?? { value: 0, series: 0 };
          return { value, time: 21 + i, start: 20 + i, attributes: stage(series) };
        });
        for (const piece of pieces(points, cuts)) {
          const body = JSON.stringify(requestOf([sumOf('render.jobs', 1, piece)]));
          await world.send(body, 'json');
          // Sixteen intervals of a stream are known again.
          if (again && piece.length <= 16) await world.send(body, 'json');
        }
        const sums = new Map<number, number>();
        for (const { value, series } of all) sums.set(series, (sums.get(series) ?? 0) + value);
        const lines = [...sums].map(
          ([series, sum]) =>
            `render_jobs_total{job,render stage,s${String(series)}} ${String(sum)}`,
        );
        expect(world.shown()).toEqual(lines.sort());
      }),
      { numRuns: 150 },
    );
  });

  it('grows by what a cumulative stream has grown, whatever comes late, twice or after a reset', async () => {
    const lives = fc.array(fc.array(fc.nat(100), { minLength: 1, maxLength: 6 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(lives, fc.boolean(), async (all, isStartSaid) => {
        const world = otlpWorld();
        let time = 20;
        for (const [life, growths] of all.entries()) {
          // Where no start is said, a reset is seen by a value that fell: a life ends above the next one's beginning.
          const start = isStartSaid ? 11 + life : 0;
          let value = 0;
          for (const growth of isStartSaid ? growths : [0, ...growths, 1]) {
            value += growth;
            time += 1;
            const late = { value: value + 50, time: time - 1, start };
            const sent = [
              { value, time, start },
              { value, time, start },
              ...(value > growth ? [late] : []),
            ];
            await world.send(JSON.stringify(requestOf([sumOf('render.jobs', 2, sent)])), 'json');
          }
        }
        const grown = all.flat().reduce((a, b) => a + b, 0) + (isStartSaid ? 0 : all.length);
        const shown = all.length === 0 ? [] : [`render_jobs_total{job,render} ${String(grown)}`];
        expect(world.shown()).toEqual(shown);
      }),
      { numRuns: 150 },
    );
  });

  it(`is taken or refused with a sentence, and changes nothing when it is refused, in ${String(FUZZ_BODIES)} bodies`, async () => {
    const statuses = new Map<number, number>();
    let world = otlpWorld(200);
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(bodies(), async ({ body, format }) => {
        runs += 1;
        if (runs % 100 === 0) world = otlpWorld(200);
        const before = world.state();
        const { status } = await world.send(body, format);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        expect([200, 400, 429]).toContain(status);
        expect(status === 200 || world.state() === before).toBe(true);
      }),
      { numRuns: FUZZ_BODIES },
    );
    expect([...statuses.keys()].sort()).toEqual(expect.arrayContaining([200, 400]));
  });
});

function pieces<T>(all: readonly T[], cuts: readonly number[]): readonly (readonly T[])[] {
  const at = [0, ...cuts.filter((one) => one < all.length).sort((a, b) => a - b), all.length];
  return at.slice(1).map((end, i) => all.slice(at[i], end));
}

interface Body {
  readonly body: Buffer;
  readonly format: 'json' | 'protobuf';
}

/** Requests with bytes changed, left out, doubled and put in, and bytes that never were any. */
function bodies(): fc.Arbitrary<Body> {
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(9),
    put: fc.uint8Array({ maxLength: 4 }),
  });
  const mutated = fc.record({
    sent: metrics,
    isJson: fc.boolean(),
    edits: fc.array(edit, { maxLength: 3 }),
  });
  const odd = fc.record({ body: fc.uint8Array({ maxLength: 60 }), isJson: fc.boolean() });
  const values = fc.json({ maxDepth: 4 });
  return fc.oneof(
    {
      weight: 6,
      arbitrary: mutated.map(({ sent, isJson, edits }): Body => ({
        body: edited(Buffer.from(isJson ? asJson(sent) : asProtobuf(sent)), edits),
        format: isJson ? 'json' : 'protobuf',
      })),
    },
    {
      weight: 1,
      arbitrary: odd.map(({ body, isJson }): Body => ({
        body: Buffer.from(body),
        format: isJson ? 'json' : 'protobuf',
      })),
    },
    {
      weight: 1,
      arbitrary: values.map((text): Body => ({
        body: Buffer.from(asJson([]).replace('"metrics":[]', `"metrics":[${text}]`)),
        format: 'json',
      })),
    },
  );
}

function edited(
  body: Buffer,
  edits: readonly { readonly at: number; readonly length: number; readonly put: Uint8Array }[],
): Buffer {
  let now = body;
  for (const { at, length, put } of edits) {
    const from = Math.floor(at * now.length);
    now = Buffer.concat([now.subarray(0, from), put, now.subarray(from + length)]);
  }
  return now;
}
