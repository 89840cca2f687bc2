import type { DataSource } from 'typeorm';

/** Any number that nothing else on the server locks by; every replica of the platform uses this one. */
const MIGRATION_LOCK = 715_202_611;

/**
 * Brings the schema up to date, lets the reporters' role read it, and runs `seed`, one replica at a time:
 * N replicas may start at once on an empty database.
 */
export async function migrate(
  dataSource: DataSource,
  seed: (dataSource: DataSource) => Promise<void>,
): Promise<void> {
  const holder = dataSource.createQueryRunner();
  await holder.connect();
  try {
    await holder.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      await dataSource.runMigrations({ transaction: 'each' });
      await grantReader(dataSource);
      await seed(dataSource);
    } finally {
      await holder.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  } finally {
    await holder.release();
  }
}

/** At every start, not in a migration: the role may be made after the schema. */
async function grantReader(dataSource: DataSource): Promise<void> {
  await dataSource.query(`
    DO $$ BEGIN
      IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'aura_reader') THEN
        GRANT USAGE ON SCHEMA reporting TO aura_reader;
        GRANT SELECT ON ALL TABLES IN SCHEMA reporting TO aura_reader;
      END IF;
    END $$
  `);
}
