import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { eventually, request, startWorld, type Answer, type World } from '../fixtures/world.js';

const WISH = { prompt: 'a lighthouse', theme: 'business', durationSeconds: 1, level: 'fast' };
let world: World;

beforeAll(async () => {
  world = await startWorld({ LOAD_SEED: '8' }); // its first customers want short videos
  await eventually(
    () => request(world.service, 'GET /health/ready'),
    ({ status }) => status === 200,
  );
});
afterAll(() => world.close());
afterEach(async () => {
  await request(world.service, 'DELETE /chaos');
  await eventually(
    () => world.sql(`SELECT id FROM generations WHERE status IN ('queued', 'running')`),
    (open) => open.length === 0,
  );
});

async function generate(wish: object = {}): Promise<string> {
  const accepted = await request(world.service, 'POST /generate', { ...WISH, ...wish });
  expect(accepted.status).toBe(202);
  return String(accepted.body['id']);
}

async function ended(id: string): Promise<Answer['body']> {
  const answer = await eventually(
    () => request(world.service, `GET /generations/${id}`),
    ({ body }) => body['status'] === 'completed' || body['status'] === 'failed',
  );
  return answer.body;
}

/** The value of one series; undefined when there is none. */
async function sample(series: string): Promise<number | undefined> {
  const answer = await fetch(world.service.metricsUrl);
  const line = (await answer.text()).split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length));
}

describe('the platform', () => {
  it('makes a real video of a request, writes down how, and counts it', async () => {
    const id = await generate({ userId: 'ann' });
    const view = await ended(id);
    expect(view).toMatchObject({
      status: 'completed',
      userId: 'ann',
      stages: ['prepare', 'render', 'optimise', 'upload'].map((stage) => ({ stage })),
      error: null,
    });
    expect(view['quality']).toBeGreaterThan(0.9);
    expect(view['sizeReductionPercent']).toBeGreaterThan(10);
    const video = await fetch(`${world.service.url}/videos/${id}`);
    const bytes = Buffer.from(await video.arrayBuffer());
    expect(bytes.subarray(4, 8).toString()).toBe('ftyp');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(view['checksum']);
    expect(await sample('video_generation_total{theme="business",user_id="ann"}')).toBe(1);
    expect(await readdir(path.join(world.config.MEDIA_DIR, '.work'))).toEqual([]);
  });

  it('sends the part of a video that a player asks for', async () => {
    const id = await generate();
    await ended(id);
    const part = await fetch(`${world.service.url}/videos/${id}`, {
      headers: { range: 'bytes=4-7' },
    });
    expect([part.status, await part.text()]).toEqual([206, 'ftyp']);
    const beyond = await fetch(`${world.service.url}/videos/${id}`, {
      headers: { range: 'bytes=99999999-' },
    });
    expect(beyond.status).toBe(416);
  });

  it('gives reporters their views, and the one who signs up a free plan', async () => {
    const id = await generate({ userId: 'bob' });
    await ended(id);
    expect(
      await world.sql(
        `SELECT outcome, video_seconds, started_at >= requested_at AND finished_at >= started_at AS in_order
         FROM reporting.generations WHERE id = '${id}'`,
      ),
    ).toEqual([{ outcome: 'completed', video_seconds: 1, in_order: true }]);
    expect(
      await world.sql(`SELECT plan FROM reporting.subscriptions WHERE user_id = 'bob'`),
    ).toEqual([{ plan: 'free' }]);
    expect(await world.sql('SELECT * FROM reporting.capacity')).toEqual([{ render_slots: 1 }]);
  });

  it('fails the stage that a drill names, and counts why and where', async () => {
    const series = 'video_generation_failures_total{error_type="InjectedError",stage="optimise"}';
    const before = (await sample(series)) ?? 0;
    await request(world.service, 'PUT /chaos', { failStage: 'optimise' });
    const view = await ended(await generate());
    expect(view).toMatchObject({
      status: 'failed',
      error: { type: 'InjectedError', stage: 'optimise' },
      video: null,
    });
    expect(await sample(series)).toBe(before + 1);
  });

  it('answers 500 for the share that a drill says', async () => {
    await request(world.service, 'PUT /chaos', { httpErrorRatio: 1 });
    expect((await request(world.service, 'POST /generate', WISH)).status).toBe(500);
    await request(world.service, 'DELETE /chaos');
    expect((await request(world.service, 'POST /generate', WISH)).status).toBe(202);
  });

  it('lets the queue grow while its workers are stopped, and drains it when they are back', async () => {
    await request(world.service, 'PUT /chaos', { workers: 'stopped' });
    const ids = await Promise.all([generate(), generate(), generate()]);
    expect(
      await world.sql(`SELECT count(*)::int AS waiting FROM generations WHERE status = 'queued'`),
    ).toEqual([{ waiting: 3 }]);
    await request(world.service, 'PUT /chaos', { workers: 'running' });
    const views = await Promise.all(ids.map(ended));
    expect(views.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
  });

  it.each(['GET /videos/none', 'GET /generations/..%2f..%2fetc'])('refuses %s', async (line) => {
    expect(await request(world.service, line)).toMatchObject({ status: 400 });
  });

  it('asks itself at the rate that is set', async () => {
    await request(world.service, 'PUT /load', { perMinute: 600 });
    const busy = await eventually(
      () => request(world.service, 'GET /load'),
      ({ body }) => Number(body['asked']) >= 3,
    );
    expect(busy.body).toMatchObject({ perMinute: 600, skipped: 0 });
    await request(world.service, 'PUT /load', { perMinute: 0 });
    expect((await request(world.service, 'PUT /load', { perMinute: -1 })).status).toBe(400);
  });
});
