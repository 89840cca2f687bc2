import { createLog, parseConfig, startService, type Service } from '@aura/service';
import pg from 'pg';
import { register } from 'prom-client';
import { SCHEMA } from './config.js';
import { createDatabase } from './fixtures/database.js';
import { serviceOf } from './service.js';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

it('starts without its database, says why it is not ready, and is seconds after the database answers', async () => {
  const database = await createDatabase();
  closers.push(() => database.drop());
  await database.refuseConnections();

  const service = await start(database.readerUrl);
  const before = await until(service, ({ body }) => body.includes('not currently accepting'));
  const metrics = await fetch(service.metricsUrl);
  await database.acceptConnections();
  const after = await until(service, ({ status }) => status === 200);

  expect(before.status).toBe(503);
  expect(metrics.status).toBe(200);
  expect(await metrics.text()).not.toMatch(/^business_revenue_total/m);
  expect(after.body).toContain('"figures":{"status":"up"}');
  expect(await (await fetch(service.metricsUrl)).text()).toMatch(/^business_revenue_total/m);
});

it('keeps no connection after it has closed', async () => {
  const database = await createDatabase();
  closers.push(() => database.drop());
  const service = await start(database.readerUrl);
  await until(service, ({ status }) => status === 200);

  await service.close();

  expect(await sessionsOf(database.readerUrl)).toBe(1); // the one that asks
});

it.each([
  [
    'insert',
    `INSERT INTO reporting.payments VALUES (DEFAULT, 'u', 'free', 'USD', 1, 'failed', now())`,
  ],
  ['change', 'UPDATE reporting.capacity SET render_slots = 99'],
  ['delete', 'DELETE FROM reporting.payments'],
  ['create a table', 'CREATE TABLE reporting.notes (text text)'],
])('its role cannot %s', async (_verb, sql) => {
  const database = await createDatabase();
  closers.push(() => database.drop());
  const client = new pg.Client({ connectionString: database.readerUrl });
  await client.connect();
  closers.push(() => client.end());

  await expect(client.query(sql)).rejects.toThrow('permission denied');
});

async function start(databaseUrl: string): Promise<Service> {
  register.clear();
  const environment = { PORT: '0', DATABASE_URL: databaseUrl, REFRESH_SECONDS: '300' };
  const read = parseConfig(SCHEMA, environment, () => '');
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const log = createLog('business-reporter', { level: 'silent' });
  const service = await startService(serviceOf(read.config), log);
  closers.push(() => service.close());
  return service;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Asks whether the service is ready until the answer is the one awaited, or the test runs out of time. */
async function until(service: Service, isAwaited: (answer: Answer) => boolean): Promise<Answer> {
  for (;;) {
    const response = await fetch(`${service.url}/health/ready`);
    const answer = { status: response.status, body: await response.text() };
    if (isAwaited(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function sessionsOf(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ sessions: string }>(
    'SELECT count(*) AS sessions FROM pg_stat_activity WHERE datname = current_database()',
  );
  await client.end();
  return Number(rows[0]?.sessions);
}
