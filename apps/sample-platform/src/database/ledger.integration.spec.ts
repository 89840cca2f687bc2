import { createDatabase } from '../fixtures/world.js';
import { createDataSource } from './data-source.js';
import { Ledger } from './ledger.js';
import { migrate } from './migrate.js';
import { plantSeed, seedOf } from './seed.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const DAY_MS = 86_400_000;

/** What reporters add up; text, for not even the last digit may change. */
const TOTALS = `
  SELECT count(*) > 0 AS remembers,
         (sum(video_seconds::numeric) FILTER (WHERE outcome = 'completed')
           + (SELECT video_seconds FROM reporting.forgotten))::text AS video_seconds,
         (sum(extract(epoch FROM finished_at - started_at))
           + (SELECT render_seconds FROM reporting.forgotten))::text AS render_seconds
  FROM reporting.generations`;

it('the ledger forgets old generations and not what they amounted to', async () => {
  const database = await createDatabase();
  const dataSource = await createDataSource(database.url).initialize();
  try {
    await migrate(dataSource, (open) => plantSeed(open, seedOf(11, NOW)));
    const count = 'SELECT count(*)::int AS generations FROM reporting.generations';
    const [totals, [before]] = [
      await database.sql(TOTALS),
      await database.sql<{ generations: number }>(count),
    ];

    const ledger = new Ledger(dataSource);
    await ledger.forgetBefore(new Date(NOW.getTime() - 15 * DAY_MS));
    await ledger.forgetBefore(new Date(NOW.getTime() - 5 * DAY_MS));

    const [after] = await database.sql<{ generations: number }>(count);
    expect(after?.generations).toBeLessThan((before?.generations ?? 0) / 2);
    expect(await database.sql(TOTALS)).toEqual(totals);
    expect(totals).toMatchObject([{ remembers: true }]);
  } finally {
    await dataSource.destroy();
    await database.drop();
  }
});
