import { chmod } from 'node:fs/promises';
import { createLog, parseConfig, startService, type Service } from '@aura/service';
import { Registry } from 'prom-client';
import { SCHEMA } from './config.js';
import { startApplication, type Application } from './fixtures/application.js';
import { testDatabaseUrl } from './fixtures/config.js';
import { tap, type Tap } from './fixtures/tap.js';
import { serviceOf } from './service.js';

const lines: string[] = [];
let application: Application;
let database: Tap;
let aggregator: Service;

beforeAll(async () => {
  const { default: ffmpeg } = await import('@ffmpeg-installer/ffmpeg');
  await chmod(ffmpeg.path, 0o755); // npm does not always keep the bit
  application = await startApplication();
  const url = testDatabaseUrl();
  database = await tap({ host: url.hostname, port: Number(url.port) });
  url.port = String(database.port);
  const environment = {
    PORT: '0',
    DATABASE_URL: url.href,
    APPLICATION_URL: application.url,
    FFMPEG_PATH: ffmpeg.path,
    PROBE_SECONDS: '1',
    THRESHOLDS_FILE: 'thresholds.yml',
  };
  // The disk of the machine that runs the tests is not what is tested, nor how busy it is.
  const thresholds =
    'disk: {freeDegraded: 0, freeUnhealthy: 0}\ndatabase: {latencyDegraded: 20s}\napi: {responseDegraded: 20s}\n';
  const read = parseConfig(SCHEMA, environment, () => thresholds);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const log = createLog('health-aggregator', {
    level: 'info',
    destination: { write: (line) => lines.push(line) },
  });
  aggregator = await startService(
    { ...serviceOf(read.config), monitoring: { registry: new Registry() } },
    log,
  );
});

afterAll(async () => {
  await aggregator.close();
  await application.stop();
  await database.shut();
});

beforeEach(async () => {
  await application.restart();
  await database.open();
  await untilHealth((health) => health.state === 'healthy');
});

interface Health {
  readonly status: number;
  readonly state: string;
  readonly rootCauses: readonly string[];
  readonly components: Readonly<
    Record<string, { state: string; reason?: string; followsFrom: string[] }>
  >;
}

async function get(path: string, accept = '*/*'): Promise<Response> {
  return fetch(`${aggregator.url}${path}`, { headers: { accept } });
}

/** Asks until the claim holds. Asking makes nothing happen, so that this only waits for the probes. */
async function untilHealth(claim: (health: Health) => boolean): Promise<Health> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const response = await get('/health');
    const health = { ...((await response.json()) as Health), status: response.status };
    if (claim(health)) return health;
    if (Date.now() > deadline) throw new Error(`health stayed ${JSON.stringify(health)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('the health of the platform', () => {
  it('is healthy with everything there, in both forms of JSON', async () => {
    const plain = await get('/health');
    expect([plain.status, plain.headers.get('content-type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
    expect(Object.keys(((await plain.json()) as Health).components)).toEqual([
      'application',
      'database',
      'disk',
      'ffmpeg',
    ]);
    const draft = await get('/health', 'application/health+json');
    expect(draft.headers.get('content-type')).toBe('application/health+json; charset=utf-8');
    expect(await draft.json()).toMatchObject({
      status: 'pass',
      serviceId: 'aura-render',
      checks: {
        'database:responseTime': [
          { componentType: 'datastore', status: 'pass', observedUnit: 'ms' },
        ],
      },
    });
  });

  it('falls with the application, names it as the root cause, and recovers with it', async () => {
    await application.stop();
    const health = await untilHealth(({ state }) => state === 'unhealthy');
    expect(health).toMatchObject({
      status: 503,
      rootCauses: ['application'],
      components: {
        application: { state: 'unhealthy', followsFrom: [] },
        database: { state: 'healthy' },
      },
    });
    expect(health.components['application']?.reason).toMatch(/ECONNREFUSED|other side closed/);
    await application.restart();
    expect(await untilHealth(({ state }) => state === 'healthy')).toMatchObject({
      status: 200,
      rootCauses: [],
    });
    expect(changesOf('application').slice(-2)).toEqual([
      ['healthy', 'unhealthy'],
      ['unhealthy', 'healthy'],
    ]);
  });

  it('says that the application only follows from a dead database', async () => {
    await database.shut();
    application.lacks('database');
    const health = await untilHealth(
      ({ components }) =>
        components['application']?.state === 'unhealthy' &&
        components['database']?.state === 'unhealthy',
    );
    expect(health).toMatchObject({
      status: 503,
      rootCauses: ['database'],
      components: { application: { followsFrom: ['database'] }, database: { followsFrom: [] } },
    });
    expect(health.components['application']?.reason).toMatch(/answered 503: database \(refused\)$/);
    expect(await (await get('/health', 'application/health+json')).json()).toMatchObject({
      status: 'fail',
      notes: ['root causes: database', 'application follows from database'],
    });
  });

  it('calls a database that accepts connections and answers nothing unhealthy at its deadline, and recovers', async () => {
    database.freeze();
    const health = await untilHealth(
      ({ components }) => components['database']?.state === 'unhealthy',
    );
    expect(health.components['database']?.reason).toBe(
      'the probe of database did not finish within 3000 ms',
    );
    await database.open();
    await untilHealth(({ components }) => components['database']?.state === 'healthy');
  });

  it('serves each component alone, and helps who misspells one', async () => {
    const disk = await get('/health/disk');
    expect(await disk.json()).toMatchObject({ component: 'disk', state: 'healthy' });
    await application.stop();
    await untilHealth(({ state }) => state === 'unhealthy');
    expect((await get('/health/application')).status).toBe(503);
    const misspelt = await get('/health/databse');
    expect(misspelt.status).toBe(404);
    expect(await misspelt.json()).toMatchObject({
      advice: 'The nearest is /health/database; there are application, database, disk, ffmpeg.',
    });
  });

  it('keeps its own liveness and readiness beside that of the platform', async () => {
    await application.stop();
    await untilHealth(({ state }) => state === 'unhealthy');
    expect(await (await get('/health/live')).json()).toMatchObject({ status: 'ok' });
    expect(await (await get('/health/ready')).json()).toMatchObject({ status: 'ok' });
  });

  it('counts what it found', async () => {
    await application.stop();
    await untilHealth(({ state }) => state === 'unhealthy');
    const text = await (await get('/metrics')).text();
    for (const series of [
      'component_health{component="application",state="unhealthy"} 1',
      'component_health{component="application",state="healthy"} 0',
      'component_health{component="ffmpeg",state="healthy"} 1',
    ]) {
      expect(text).toContain(`${series}\n`);
    }
    expect(text).toMatch(/^component_probe_age_seconds\{component="disk"\} [\d.]+$/m);
    expect(text).toMatch(
      /^component_probe_duration_seconds_count\{component="ffmpeg"\} [1-9]\d*$/m,
    );
    expect(text).not.toMatch(/component_health\{component="queue"/);
  });
});

/** The changes of state that the log tells of a component. */
function changesOf(component: string): unknown[] {
  return lines
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    .filter(
      (entry) => entry['msg'] === 'component changed state' && entry['component'] === component,
    )
    .map(({ from, to }) => [from, to]);
}
