import { createDatabase } from '../fixtures/world.js';
import { createDataSource } from './data-source.js';
import { migrate } from './migrate.js';
import { plantSeed, seedOf } from './seed.js';

const NOW = new Date('2026-11-22T12:00:00Z');

async function bringUp(url: string): Promise<void> {
  const dataSource = createDataSource(url);
  await dataSource.initialize();
  try {
    await migrate(dataSource, (open) => plantSeed(open, seedOf(11, NOW)));
  } finally {
    await dataSource.destroy();
  }
}

describe('bringing up the database', () => {
  it('is done once when four replicas start together, and plants the seed once', async () => {
    const database = await createDatabase();
    try {
      await Promise.all([1, 2, 3, 4].map(() => bringUp(database.url)));
      const { users, payments, generations } = seedOf(11, NOW);
      expect(
        await database.sql(`SELECT
          (SELECT count(*)::int FROM users) AS users,
          (SELECT count(*)::int FROM payments) AS payments,
          (SELECT count(*)::int FROM reporting.generations WHERE outcome IS NOT NULL) AS generations,
          (SELECT count(*)::int FROM migrations) AS migrations`),
      ).toEqual([
        {
          users: users.length,
          payments: payments.length,
          generations: generations.length,
          migrations: 3,
        },
      ]);
    } finally {
      await database.drop();
    }
  });

  it("lets the reporters' role read the views and nothing else", async () => {
    const database = await createDatabase();
    const asReader = (text: string): Promise<unknown> =>
      database.sql(`SET ROLE aura_reader; ${text}`).then(
        () => 'allowed',
        (error: unknown) => (error instanceof Error ? error.message : ''),
      );
    try {
      await database.sql(
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'aura_reader') THEN CREATE ROLE aura_reader; END IF; END $$",
      );
      await bringUp(database.url);
      for (const view of [
        'generations',
        'subscriptions',
        'payments',
        'capacity',
        'users',
        'forgotten',
      ]) {
        expect(await asReader(`SELECT * FROM reporting.${view}`)).toBe('allowed');
      }
      expect(await asReader('SELECT * FROM users')).toBe('permission denied for table users');
      expect(await asReader('DELETE FROM reporting.payments')).toBe(
        'permission denied for view payments',
      );
    } finally {
      await database.drop();
    }
  });
});
