import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What totals since the ledger began need: who signed up, and what the generations amounted to that the
 * ledger has forgotten. Sums are numeric, for they must not change by a rounding when rows are forgotten.
 */
export class ReportingTotals1763800000002 implements MigrationInterface {
  readonly name = 'ReportingTotals1763800000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE forgotten (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        video_seconds numeric NOT NULL DEFAULT 0,
        render_seconds numeric NOT NULL DEFAULT 0
      );
      INSERT INTO forgotten DEFAULT VALUES;
      CREATE VIEW reporting.forgotten AS
        SELECT video_seconds, render_seconds FROM forgotten;
      CREATE VIEW reporting.users AS
        SELECT id, created_at AS signed_up_at FROM users;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW reporting.users, reporting.forgotten; DROP TABLE forgotten');
  }
}
