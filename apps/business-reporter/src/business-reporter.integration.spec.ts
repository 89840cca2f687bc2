import { Registry } from 'prom-client';
import { countReadFailures, serveBusinessMetrics } from './business-metrics.js';
import { createDatabase, type TestDatabase } from './fixtures/database.js';
import { LEDGER, NOW } from './fixtures/ledger-rows.js';
import { openLedger } from './ledger.js';
import { createRefresher, type Refresher } from './refresher.js';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('the figures', () => {
  it('are those of the ledger at the moment of reading', async () => {
    const { database, refresher, exposition } = await world();
    await database.query(LEDGER);

    await refresher.refresh();

    expect(await exposition()).toEqual([
      'business_read_failures_total 0',
      'business_active_users{window="24h"} 11',
      'business_active_users{window="7d"} 23',
      'business_active_users{window="30d"} 36',
      'business_active_subscriptions{plan="free"} 14',
      'business_active_subscriptions{plan="creator"} 15',
      'business_active_subscriptions{plan="studio"} 16',
      'business_revenue_total{plan="free",currency="USD"} 0',
      'business_revenue_total{plan="free",currency="EUR"} 0',
      'business_revenue_total{plan="creator",currency="USD"} 323.17',
      'business_revenue_total{plan="creator",currency="EUR"} 0',
      'business_revenue_total{plan="studio",currency="USD"} 180143985.08',
      'business_revenue_total{plan="studio",currency="EUR"} 899.82',
      'business_payments_total{outcome="succeeded"} 37',
      'business_payments_total{outcome="failed"} 19',
      'business_render_utilization_ratio 0.125',
      'business_signups_total 21',
      'business_rendered_seconds_total 1006.1', // two completed ones of 3 s
      'business_render_cost_total{currency="EUR"} 7.2', // 600, 1800, 1740 and the 3060 s forgotten, at 3.6 an hour
      'business_figures_age_seconds 0',
    ]);
  });

  it('are all there at 0 on a platform that has sold nothing yet', async () => {
    const { refresher, exposition } = await world();

    await refresher.refresh();

    const lines = await exposition();
    expect(lines).toHaveLength(20);
    expect(lines.map((line) => line.split(' ').at(-1))).toEqual(lines.map(() => '0'));
  });

  it('are all there but the totals on a platform older than their views', async () => {
    const { database, refresher, exposition } = await world();
    await database.query('DROP TABLE reporting.users');

    await refresher.refresh();

    const lines = await exposition();
    expect(lines).toHaveLength(17);
    expect(lines.filter((line) => /signups|rendered|cost/.test(line))).toEqual([]);
    expect(refresher.trouble()).toBeUndefined();
  });

  it('are none before the first read', async () => {
    const { exposition } = await world();
    expect(await exposition()).toEqual(['business_read_failures_total 0']);
  });

  it('are refused as a whole when the contract is broken, with the view and the column', async () => {
    const { database, refresher, exposition } = await world();
    await database.query(
      `INSERT INTO reporting.subscriptions (user_id, plan, started_at) VALUES ('u1', 'platinum', '2026-01-01')`,
    );

    await refresher.refresh();

    expect(refresher.trouble()).toBe(
      'reporting.subscriptions breaks its contract: plan: Invalid option: expected one of "free"|"creator"|"studio"',
    );
    expect(await exposition()).toEqual(['business_read_failures_total 1']);
  });
});

describe('while the database cannot be read', () => {
  it('the last good figures age, are withheld past the limit and come back by themselves', async () => {
    const { database, refresher, exposition, clock } = await world();
    await refresher.refresh();
    await database.refuseConnections();

    clock.nowMs = NOW + 599_000;
    await refresher.refresh();
    const aged = await exposition();
    const trouble = refresher.trouble();
    clock.nowMs = NOW + 601_000;
    const withheld = await exposition();
    await database.acceptConnections();
    await refresher.refresh();
    const back = await exposition();

    expect(aged).toHaveLength(20);
    expect(aged.at(-1)).toBe('business_figures_age_seconds 599');
    expect(trouble).toMatch(
      /is not currently accepting connections|terminating connection|Connection terminated/,
    );
    expect(withheld).toEqual(['business_read_failures_total 1']);
    expect(back).toHaveLength(20);
    expect(back.at(-1)).toBe('business_figures_age_seconds 0');
    expect(refresher.trouble()).toBeUndefined();
  });

  it('a read that hangs is given up at its deadline', async () => {
    const { database, refresher, exposition } = await world();
    const unlock = await database.lock('reporting.payments');

    const startedAt = performance.now();
    await refresher.refresh();
    const tookMs = performance.now() - startedAt;
    const trouble = refresher.trouble();
    await unlock();
    await refresher.refresh();

    expect(tookMs).toBeLessThan(DEADLINE_MS);
    expect(trouble).toBe('canceling statement due to statement timeout');
    expect(await exposition()).toHaveLength(20);
  });
});

const STATEMENT_DEADLINE_MS = 400;
const DEADLINE_MS = 2000;

interface World {
  readonly database: TestDatabase;
  readonly refresher: Refresher;
  readonly clock: { nowMs: number };
  /** The lines of the business_* families without comments. */
  readonly exposition: () => Promise<readonly string[]>;
}

async function world(): Promise<World> {
  const database = await createDatabase();
  closers.push(() => database.drop());
  const ledger = openLedger(database.readerUrl, {
    deadlineMs: STATEMENT_DEADLINE_MS,
    onError: () => undefined,
  });
  closers.push(() => ledger.close());
  const registry = new Registry();
  const clock = { nowMs: NOW };
  const countFailure = countReadFailures(registry);
  const refresher = createRefresher({
    ledger,
    deadlineMs: DEADLINE_MS,
    limitSeconds: 600,
    now: () => clock.nowMs,
    onAttempt: (reason) => {
      if (reason !== undefined) countFailure();
    },
  });
  const onError = (error: Error): never => {
    throw error;
  };
  serveBusinessMetrics(registry, {
    served: () => refresher.served(),
    slotPrice: { perHour: 3.6, currency: 'EUR' },
    onError,
  });
  const exposition = async (): Promise<readonly string[]> =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith('business_'));
  return { database, refresher, clock, exposition };
}
