import { DataSource } from 'typeorm';
import { PAYMENTS, SUBSCRIPTIONS, USERS } from './customer.entity.js';
import { GENERATIONS } from './generation.entity.js';
import { ReportingTotals1763800000002 } from './migrations/reporting-totals.js';
import { ReportingViews1763800000001 } from './migrations/reporting-views.js';
import { Tables1763800000000 } from './migrations/tables.js';

const CONNECT_DEADLINE_MS = 3_000;
const STATEMENT_DEADLINE_MS = 5_000;

/** The platform's database, not yet connected. Every connection and statement has a deadline. */
export function createDataSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: [USERS, SUBSCRIPTIONS, PAYMENTS, GENERATIONS],
    migrations: [Tables1763800000000, ReportingViews1763800000001, ReportingTotals1763800000002],
    applicationName: 'sample-platform',
    poolSize: 5,
    connectTimeoutMS: CONNECT_DEADLINE_MS,
    extra: {
      statement_timeout: STATEMENT_DEADLINE_MS,
      // The server's own timeout is of no use when the server is gone.
      query_timeout: STATEMENT_DEADLINE_MS + 1_000,
    },
  });
}
