import { counter } from '@aura/metrics';
import { Registry } from 'prom-client';
import { callInstruments, trackCall, tracked } from './tracked.js';
import { stageTimer } from './stages.js';

const calls = counter({
  name: 'queries_total',
  unit: 'count',
  help: 'Queries that were run.',
  labels: { plan: ['free', 'paid'] },
});

/** A query whose every method gives itself, as builders do. */
class Query {
  readonly #rows = [11, 12, 13];

  plan = 'none';

  of(plan: string): this {
    this.plan = plan;
    return this;
  }

  sort(): this {
    return this;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<number> {
    yield* await Promise.resolve(this.#rows);
  }
}

async function counted(registry: Registry): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n');
  return lines.filter((line) => /^queries_total.* [1-9]/.test(line));
}

async function rowsOf(query: Query): Promise<number[]> {
  const rows: number[] = [];
  for await (const row of query) rows.push(row);
  return rows;
}

describe('a sequence that one tracker is given again and again', () => {
  it('counts once an iteration, with the labels of the latest call', async () => {
    const registry = new Registry();
    const query = new Query();
    const labels = { plan: (plan: 'free' | 'paid') => plan };
    const find = tracked({ calls, labels, registry }, (plan: 'free' | 'paid') => query.of(plan));
    for (let i = 0; i < 20_011; i += 1) find('free');
    const rows = [await rowsOf(find('paid')), await rowsOf(query)];
    expect([rows, find('free') === query, await counted(registry)]).toEqual([
      [
        [11, 12, 13],
        [11, 12, 13],
      ],
      true,
      ['queries_total{plan="paid"} 2'],
    ]);
  });

  it('counts once for a builder whose tracked method is called three times', async () => {
    const registry = new Registry();
    const sort = tracked({ calls, labels: { plan: 'free' }, registry }, (query: Query) =>
      query.sort(),
    );
    await rowsOf(sort(sort(sort(new Query()))));
    expect(await counted(registry)).toEqual(['queries_total{plan="free"} 1']);
  });

  it('counts once for each tracker, and once for the same plain instruments', async () => {
    const registry = new Registry();
    const query = new Query();
    const queries = callInstruments(registry, { calls });
    const free = tracked({ calls, labels: { plan: 'free' }, registry }, () => query);
    free();
    for (let i = 0; i < 3; i += 1) trackCall(queries, { plan: 'paid' }, () => query);
    await rowsOf(query);
    expect(await counted(registry)).toEqual([
      'queries_total{plan="free"} 1',
      'queries_total{plan="paid"} 1',
    ]);
  });

  it('is timed once in each stage that it is run in, nested ones among them', async () => {
    const observed: string[] = [];
    const instruments = {
      stageDuration: { observe: ({ stage }: { stage: 'pick' | 'pack' }) => observed.push(stage) },
    };
    const query = new Query();
    const give = (): Query =>
      stageTimer(instruments).run('pack', () => stageTimer(instruments).run('pick', () => query));
    give();
    await rowsOf(give());
    expect(observed).toEqual(['pick', 'pack']);
  });
});
