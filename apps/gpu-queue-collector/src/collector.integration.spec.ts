import { createPostgresBackend, withBackend } from 'bullmq';
import { keeper, type Bull } from './fixtures/bull.js';
import { createDatabase, type TestDatabase } from './fixtures/database.js';
import { FILLED, URGENT_AGE_SECONDS, fillQueues } from './fixtures/jobs.js';
import { isAge, isFailureCount, isOverdue, valueOf } from './fixtures/lines.js';
import { startCollector, type RunningCollector } from './fixtures/service.js';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('a scrape', () => {
  it('shows each queue by state, its workers and the age of what has waited longest', async () => {
    const { bull, collector } = await world();
    const release = await fillQueues(bull);

    const { status, series } = await collector.scrape();
    release();

    expect(status).toBe(200);
    expect(series.filter((line) => !isAge(line))).toEqual(FILLED);
    const [render, housekeeping] = series.filter(isAge).map(valueOf);
    expect(render).toBeGreaterThanOrEqual(URGENT_AGE_SECONDS);
    expect(render).toBeLessThan(URGENT_AGE_SECONDS + 60);
    expect(housekeeping).toBeLessThan(60);
  });

  it('calls the waiting jobs of a paused queue paused, and has none of them wait', async () => {
    const { bull, collector } = await world();
    const queue = bull.queue('render');
    await queue.add('plain', {}, { timestamp: 11 });
    await queue.add('urgent', {}, { timestamp: 12, priority: 13 });
    await queue.pause();

    const { series } = await collector.scrape();

    expect(series.filter((line) => line.includes('"render"') && valueOf(line) > 0)).toEqual([
      'queue_jobs{queue="render",state="paused"} 1',
      'queue_jobs{queue="render",state="prioritized"} 1',
    ]);
  });

  it('calls active jobs overdue that have run for longer than is expected of their queue', async () => {
    const { bull, database, collector } = await world();
    const release = await fillQueues(bull);
    const move = (seconds: number): Promise<unknown> =>
      database.query(
        `UPDATE bullmq.job SET processed_at_ms = processed_at_ms - ${String(seconds * 1000)}`,
      );

    await move(60);
    const before = await collector.scrape();
    await move(60);
    const after = await collector.scrape();
    release();

    expect([before, after].map(({ series }) => series.filter(isOverdue))).toEqual([
      ['queue_overdue_jobs{queue="render"} 0', 'queue_overdue_jobs{queue="housekeeping"} 0'],
      ['queue_overdue_jobs{queue="render"} 1', 'queue_overdue_jobs{queue="housekeeping"} 0'],
    ]);
  });

  it('shows zeros for queues that nobody has used yet, and writes nothing', async () => {
    const { bull, database, collector } = await world();
    await bull.queue('render').waitUntilReady();
    const before = await database.query('SELECT * FROM bullmq.meta');

    const { series } = await collector.scrape();

    expect(series).toHaveLength(26);
    expect(series.map(valueOf)).toEqual(series.map(() => 0));
    expect(await database.query('SELECT * FROM bullmq.meta')).toEqual(before);
  });
});

describe('when the queues cannot be read', () => {
  it('withholds their series, counts the failures, is not ready, and recovers by itself', async () => {
    const { bull, database, collector } = await world();
    await bull.queue('render').waitUntilReady();
    const before = await collector.scrape();
    await database.refuseConnections();

    const during = await collector.scrape();
    const ready = await collector.ready();
    await database.acceptConnections();
    const after = await collector.scrape();

    expect(before.series).toHaveLength(26);
    expect(during.status).toBe(200);
    expect(during.series.filter((line) => !isFailureCount(line))).toEqual([]);
    expect(ready.status).toBe(503);
    expect(ready.body).toContain('is not currently accepting connections');
    expect(after.series.filter(isFailureCount)).toEqual([
      'queue_read_failures_total{queue="render"} 2', // the scrape and the question whether it is ready
      'queue_read_failures_total{queue="housekeeping"} 2',
    ]);
    expect(after.series.filter((line) => !isFailureCount(line))).toHaveLength(24);
  });

  it('answers within its deadline when the database takes the question and says nothing', async () => {
    const { bull, database, collector } = await world();
    await bull.queue('render').waitUntilReady();
    await collector.scrape();
    const unlock = await database.lock('bullmq.job');

    const startedAt = performance.now();
    const during = await collector.scrape();
    const tookMs = performance.now() - startedAt;
    await unlock();
    const after = await collector.scrape();

    expect(during.status).toBe(200);
    expect(during.series.filter((line) => !isFailureCount(line))).toEqual([]);
    expect(tookMs).toBeLessThan(4000);
    expect(after.series.filter((line) => !isFailureCount(line))).toHaveLength(24);
  });

  it('says that the tables are missing until the platform has made them', async () => {
    const { bull, collector } = await world();

    const before = await collector.ready();
    await bull.queue('render').waitUntilReady();
    const after = await collector.scrape();

    expect(before.status).toBe(503);
    expect(before.body).toContain('cannot read render, housekeeping at postgres://127.0.0.1:');
    expect(before.body).toContain('this database has no BullMQ tables');
    expect(after.series).toHaveLength(26);
  });
});

it('needs no more than the right to select', async () => {
  const { bull, database } = await world();
  await bull.queue('render').add('plain', {});
  const reader = await database.createReader('bullmq');
  closers.push(() => reader.drop());
  const collector = await startCollector(reader.url);
  closers.push(() => collector.service.close());

  const { series } = await collector.scrape();

  expect(series).toContain('queue_jobs{queue="render",state="waiting"} 1');
  expect(series.filter(isFailureCount).map(valueOf)).toEqual([0, 0]);
});

interface World {
  readonly database: TestDatabase;
  readonly bull: Bull;
  readonly collector: RunningCollector;
}

async function world(): Promise<World> {
  const database = await createDatabase();
  closers.push(() => database.drop());
  const collector = await startCollector(database.url);
  closers.push(() => collector.service.close());
  return { database, bull: bullOn(database.url), collector };
}

function bullOn(connectionString: string): Bull {
  const { Queue, Worker, FlowProducer } = withBackend(createPostgresBackend);
  const connection = { connectionString, schema: 'bullmq', migrate: true, max: 2 };
  const keep = keeper(closers);
  return {
    queue: (name) => keep(new Queue(name, { connection })),
    worker: (work) => keep(new Worker('render', (job) => work(job.name), { connection })),
    flows: () => keep(new FlowProducer({ connection })),
  };
}
