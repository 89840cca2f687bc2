import { FlowProducer, Queue, Worker, type JobsOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { keeper, type Bull } from './fixtures/bull.js';
import { redisServerPath } from './fixtures/config.js';
import { FILLED, URGENT_AGE_SECONDS, fillQueues } from './fixtures/jobs.js';
import { isAge, isFailureCount, isOverdue, isStallCount, valueOf } from './fixtures/lines.js';
import { createRedis, type TestRedis } from './fixtures/redis.js';
import { startCollector, type RunningCollector } from './fixtures/service.js';
import { STALLING, stallNextJob } from './fixtures/stall.js';

const program = redisServerPath() ?? '';
const onRedis = program === '' ? describe.skip : describe;
if (program === '') {
  console.warn(
    'queues on Redis are not tested: no redis-server on PATH, and AURA_TEST_REDIS_SERVER names none',
  );
}

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

onRedis('a scrape of queues on Redis', () => {
  it('shows each queue by state, its workers and the age of what has waited longest', async () => {
    const { bull, collector } = await world();
    const release = await fillQueues(bull);

    const { status, series } = await collector.scrape();
    release();

    expect(status).toBe(200);
    expect(series.filter((line) => !isAge(line))).toEqual(FILLED);
    const [render] = series.filter(isAge).map(valueOf);
    expect(render).toBeGreaterThanOrEqual(URGENT_AGE_SECONDS);
    expect(render).toBeLessThan(URGENT_AGE_SECONDS + 60);
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

  it.each<readonly [string, readonly JobsOptions[]]>([
    ['the first added', [{ timestamp: 13 }, { timestamp: 11 }]],
    ['the first of jobs that are all last in, first out', [lifo(13), lifo(12), lifo(11)]],
    ['that of the lowest priority', [prioritized(1, 11), prioritized(2, 12), prioritized(9, 13)]],
  ])('finds the oldest when it is %s', async (_which, jobs) => {
    const { bull, collector } = await world();
    const queue = bull.queue('render');
    for (const { timestamp = 0, ...options } of jobs) {
      await queue.add('job', {}, { ...options, timestamp: Date.now() - timestamp * 1000 });
    }

    const { series } = await collector.scrape();

    const [age] = series.filter(isAge).map(valueOf);
    expect(age).toBeGreaterThanOrEqual(13);
    expect(age).toBeLessThan(14);
  });

  it('calls active jobs overdue that have run for longer than is expected of their queue', async () => {
    const { bull, redis, collector } = await world();
    const release = await fillQueues(bull);
    const [began, id] = [Date.now() - 121_000, '6'];
    const client = new Redis(redis.url);
    closers.push(() => client.quit());

    const before = await collector.scrape();
    await client.hset(`bull:render:${id}`, 'processedOn', began);
    const after = await collector.scrape();
    release();

    expect([before, after].map(({ series }) => series.filter(isOverdue))).toEqual([
      ['queue_overdue_jobs{queue="render"} 0', 'queue_overdue_jobs{queue="housekeeping"} 0'],
      ['queue_overdue_jobs{queue="render"} 1', 'queue_overdue_jobs{queue="housekeeping"} 0'],
    ]);
  });

  it('counts each stall since its first look once, and none from before, over an outage too', async () => {
    const { redis, collector, stallOne } = await world();
    await stallOne();
    const before = await collector.scrape();
    await stallOne();
    await stallOne();
    const after = await collector.scrape();
    await redis.kill();
    await collector.scrape();
    await redis.start();
    const later = await untilRead(collector);

    expect(
      [before.series, after.series, later].map((series) => series.filter(isStallCount)),
    ).toEqual([
      [
        'queue_stalled_jobs_total{queue="render"} 0',
        'queue_stalled_jobs_total{queue="housekeeping"} 0',
      ],
      [
        'queue_stalled_jobs_total{queue="render"} 2',
        'queue_stalled_jobs_total{queue="housekeeping"} 0',
      ],
      [
        'queue_stalled_jobs_total{queue="render"} 2',
        'queue_stalled_jobs_total{queue="housekeeping"} 0',
      ],
    ]);
  });

  it('counts the stalls among thousands of other events', async () => {
    const { bull, redis, collector } = await world();
    await bull.queue('render').waitUntilReady();
    await collector.scrape();
    const client = new Redis(redis.url);
    closers.push(() => client.quit());
    const names = Array.from({ length: 2100 }, (_, i) => (i % 100 === 0 ? 'stalled' : 'progress'));
    const add = (name: string): Promise<unknown> =>
      client.xadd('bull:render:events', '*', 'jobId', 'event', 'event', name);
    await Promise.all(names.map(add));

    const { series } = await collector.scrape();

    expect(series.filter(isStallCount).map(valueOf)).toEqual([21, 0]);
  });

  it('withholds its series while Redis is dead, and has them again when it is back', async () => {
    const { bull, redis, collector } = await world();
    await bull.queue('render').add('plain', {});
    const before = await collector.scrape();
    await redis.kill();

    const during = await collector.scrape();
    const ready = await collector.ready();
    await redis.start();
    const after = await untilRead(collector);

    expect(before.series).toHaveLength(26);
    expect(during.status).toBe(200);
    expect(during.series.filter((line) => !isFailureCount(line))).toEqual([]);
    expect(ready.status).toBe(503);
    expect(ready.body).toMatch(/cannot read render, housekeeping at redis:\/\/127\.0\.0\.1:\d+: /);
    expect(after).toContain('queue_jobs{queue="render",state="waiting"} 1');
  });
});

function lifo(timestamp: number): JobsOptions {
  return { timestamp, lifo: true };
}

function prioritized(priority: number, timestamp: number): JobsOptions {
  return { timestamp, priority };
}

/** Scrapes until there are series again: the connection comes back after its own pause. */
async function untilRead(collector: RunningCollector): Promise<readonly string[]> {
  for (;;) {
    const { series } = await collector.scrape();
    if (series.some((line) => !isFailureCount(line))) return series;
  }
}

interface World {
  readonly redis: TestRedis;
  readonly bull: Bull;
  readonly collector: RunningCollector;
  readonly stallOne: () => Promise<void>;
}

async function world(): Promise<World> {
  const redis = await createRedis(program);
  closers.push(() => redis.drop());
  const collector = await startCollector(redis.url);
  closers.push(() => collector.service.close());
  const bull = bullOn(redis.url);
  return { redis, bull, collector, stallOne: () => stallOne(redis.url, bull) };
}

async function stallOne(url: string, bull: Bull): Promise<void> {
  await bull.queue('render').add('doomed', {});
  const connection = { url, maxRetriesPerRequest: null };
  const worker = new Worker('render', undefined, { connection, ...STALLING });
  await stallNextJob(worker);
  await worker.close();
}

function bullOn(url: string): Bull {
  const connection = { url, maxRetriesPerRequest: null };
  const keep = keeper(closers);
  return {
    queue: (name) => keep(new Queue(name, { connection })),
    worker: (work) => keep(new Worker('render', (job) => work(job.name), { connection })),
    flows: () => keep(new FlowProducer({ connection })),
  };
}
