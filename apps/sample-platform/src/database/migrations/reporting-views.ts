import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What reporters may rely on, however the tables behind it change. */
export class ReportingViews1763800000001 implements MigrationInterface {
  readonly name = 'ReportingViews1763800000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA reporting;
      CREATE VIEW reporting.generations AS
        SELECT id, user_id, theme, requested_at, started_at, finished_at,
               CASE WHEN status IN ('completed', 'failed') THEN status END AS outcome,
               duration_seconds AS video_seconds
        FROM generations;
      CREATE VIEW reporting.subscriptions AS
        SELECT id, user_id, plan, started_at, ended_at FROM subscriptions;
      CREATE VIEW reporting.payments AS
        SELECT id, user_id, plan, currency, amount_minor, outcome, paid_at FROM payments;
      CREATE VIEW reporting.capacity AS
        SELECT render_slots FROM capacity;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA reporting CASCADE');
  }
}
