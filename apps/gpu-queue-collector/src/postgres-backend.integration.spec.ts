import { createPostgresBackend, withBackend, type JobsOptions } from 'bullmq';
import { createDatabase } from './fixtures/database.js';
import { openPostgresBackend } from './postgres-backend.js';

const NOW = Date.now();

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('the oldest job that could run now', () => {
  it('is the first that was added', async () => {
    const { add, oldestAgeSeconds } = await world();
    await add({ timestamp: NOW - 13_000 });
    await add({ timestamp: NOW - 11_000 });
    expect(await oldestAgeSeconds()).toBe(13);
  });

  it('is found behind jobs that are taken last in, first out', async () => {
    const { add, oldestAgeSeconds } = await world();
    await add({ timestamp: NOW - 13_000 });
    await add({ timestamp: NOW - 12_000, lifo: true });
    await add({ timestamp: NOW - 11_000, lifo: true });
    expect(await oldestAgeSeconds()).toBe(13);
  });

  it('is found behind jobs of a higher priority, which runs first', async () => {
    const { add, oldestAgeSeconds } = await world();
    await add({ timestamp: NOW - 11_000 });
    await add({ timestamp: NOW - 12_000, priority: 1 });
    await add({ timestamp: NOW - 13_000, priority: 99 });
    expect(await oldestAgeSeconds()).toBe(13);
  });

  it('is no delayed one, and counts from the end of its delay once that is over', async () => {
    const { add, oldestAgeSeconds } = await world();
    const job = await add({ timestamp: NOW - 17_000, delay: 4_000 });
    await add({ timestamp: NOW - 11_000 });
    expect(await oldestAgeSeconds()).toBe(11);
    await job.promote();
    expect(await oldestAgeSeconds()).toBe(13);
  });

  it('is none when nothing waits', async () => {
    const { oldestAgeSeconds } = await world();
    expect(await oldestAgeSeconds()).toBeUndefined();
  });
});

interface World {
  readonly add: (options: JobsOptions) => Promise<{ promote(): Promise<void> }>;
  readonly oldestAgeSeconds: () => Promise<number | undefined>;
}

async function world(): Promise<World> {
  const database = await createDatabase();
  closers.push(() => database.drop());
  const { Queue } = withBackend(createPostgresBackend);
  const connection = { connectionString: database.url, schema: 'bullmq', migrate: true, max: 2 };
  const queue = new Queue('render', { connection });
  closers.push(() => queue.close());
  await queue.waitUntilReady();
  const backend = openPostgresBackend(database.url, { deadlineMs: 5000, onError: () => undefined });
  closers.push(() => backend.close());
  return {
    add: (options) => queue.add('job', {}, options),
    oldestAgeSeconds: async () => {
      const { waitingSinceMs } = await backend.read('render');
      return waitingSinceMs === undefined ? undefined : (NOW - waitingSinceMs) / 1000;
    },
  };
}
