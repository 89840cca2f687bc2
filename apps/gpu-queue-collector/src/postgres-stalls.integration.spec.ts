import { createPostgresBackend, withBackend } from 'bullmq';
import { createDatabase, type TestDatabase } from './fixtures/database.js';
import { STALLING, stallNextJob } from './fixtures/stall.js';
import { openPostgresBackend } from './postgres-backend.js';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('the stalls of a queue on PostgreSQL', () => {
  it('are counted, of jobs whose worker lost its lock', async () => {
    const { stalls, stallOne } = await world();
    const before = await stalls();
    await stallOne();
    const after = await stalls();
    await stallOne();

    expect([before, after, await stalls(), await stalls()]).toEqual([0, 1, 2, 2]);
  });

  it('are none that happened before the first look, as after a restart of the collector', async () => {
    const { stalls, stallOne, openStalls } = await world();
    await stalls();
    await stallOne();

    expect(await openStalls()()).toBe(0);
  });

  it('are counted also when they happened while the database could not be read', async () => {
    const { database, stalls, publish } = await world();
    await stalls();
    await publish({ id: 31 });
    await database.refuseConnections();
    await expect(stalls()).rejects.toThrow();
    await database.acceptConnections();

    expect(await stalls()).toBe(1);
  });

  it('are counted when their transaction committed after one that began later', async () => {
    const { stalls, publish } = await world();
    await publish({ id: 41 });
    const first = await stalls();
    await publish({ id: 40 });

    expect([first, await stalls()]).toEqual([0, 1]);
  });

  it('are those of the queue, and no other events', async () => {
    const { stalls, publish } = await world();
    await stalls();
    await publish({ id: 51, queue: 'housekeeping' });
    await publish({ id: 52, event: 'completed' });

    expect(await stalls()).toBe(0);
  });

  it('do not shrink when BullMQ drops old events', async () => {
    const { database, stalls, publish } = await world();
    await stalls();
    await publish({ id: 61 });
    const before = await stalls();
    await database.query('DELETE FROM bullmq.event');

    expect([before, await stalls()]).toEqual([1, 1]);
  });
});

interface StreamEvent {
  readonly id: number;
  readonly queue?: string;
  readonly event?: string;
}

interface World {
  readonly database: TestDatabase;
  /** As this backend has counted them. */
  readonly stalls: () => Promise<number>;
  /** As another backend counts them, opened now. */
  readonly openStalls: () => () => Promise<number>;
  readonly stallOne: () => Promise<void>;
  /** Puts an event into the stream of a queue. */
  readonly publish: (event: StreamEvent) => Promise<unknown>;
}

async function world(): Promise<World> {
  const database = await createDatabase();
  closers.push(() => database.drop());
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const connection = { connectionString: database.url, schema: 'bullmq', migrate: true, max: 2 };
  const queue = new Queue('render', { connection }).on('error', () => undefined);
  closers.push(() => queue.close());
  await queue.waitUntilReady();
  const openStalls = (): (() => Promise<number>) => {
    const options = { deadlineMs: 5000, onError: () => undefined };
    const backend = openPostgresBackend(database.url, options);
    closers.push(() => backend.close());
    return async () => (await backend.read('render')).stalls;
  };
  return {
    database,
    stalls: openStalls(),
    openStalls,
    stallOne: async () => {
      await queue.add('doomed', {});
      const worker = new Worker('render', undefined, { connection, ...STALLING });
      await stallNextJob(worker);
      await worker.close();
    },
    publish: ({ id, queue: name = 'render', event = 'stalled' }) =>
      database.query(
        `INSERT INTO bullmq.event (queue, id, event, created_at_ms) VALUES ('${name}', ${String(id)}, '${event}', 11)`,
      ),
  };
}
