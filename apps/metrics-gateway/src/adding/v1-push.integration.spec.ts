import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { startGateway, type Answer, type RunningGateway } from '../fixtures/gateway.js';

const closers: (() => Promise<void>)[] = [];

async function world(): Promise<RunningGateway> {
  const gateway = await startGateway();
  closers.push(() => gateway.close());
  return gateway;
}

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const JOBS = {
  name: 'render_jobs_total',
  type: 'counter',
  help: 'Jobs.',
  series: [{ labels: { stage: 'mux' }, value: 3 }],
};
const WAITS = {
  name: 'render_wait_seconds',
  type: 'histogram',
  buckets: [0.5, 2],
  series: [{ labels: {}, buckets: [1, 4], sum: 9.5, count: 5 }],
};

function push(
  gateway: RunningGateway,
  families: readonly unknown[],
  { producer = 'w-11', sequence = 1 } = {},
): Promise<Answer> {
  const body = JSON.stringify({ producer, sequence, families });
  return gateway.ask('/v1/push', { method: 'POST', body });
}

function errorOf({ status, body }: Answer): string {
  return `${String(status)} ${String(Reflect.get(Object(JSON.parse(body)), 'error'))}`;
}

async function held(gateway: RunningGateway): Promise<readonly string[]> {
  return (await gateway.samples()).filter((line) => !line.startsWith('gateway_'));
}

describe('POST /v1/push', () => {
  it('adds what several producers push, and says what was applied', async () => {
    const gateway = await world();
    const first = await push(gateway, [JOBS, WAITS]);
    await push(gateway, [JOBS, WAITS], { producer: 'w-12' });
    expect([first.status, JSON.parse(first.body), await gateway.samples()]).toEqual([
      200,
      {
        outcome: 'applied',
        producer: 'w-11',
        sequence: 1,
        missing: 0,
        families: [
          { name: 'render_jobs_total', series: 1, opened: 1, folded: 0 },
          { name: 'render_wait_seconds', series: 1, opened: 1, folded: 0 },
        ],
      },
      expect.arrayContaining([
        'gateway_pushes_total{route="push",outcome="accepted"} 2',
        'gateway_series 6',
        'render_jobs_total{stage="mux"} 6',
        'render_wait_seconds_bucket{le="0.5"} 2',
        'render_wait_seconds_bucket{le="2"} 8',
        'render_wait_seconds_bucket{le="+Inf"} 10',
        'render_wait_seconds_sum 19',
        'render_wait_seconds_count 10',
      ]),
    ]);
  });

  it('answers a retry as a duplicate with what was applied, and counts it once', async () => {
    const gateway = await world();
    const first = await push(gateway, [JOBS]);
    const again = await push(gateway, [JOBS]);
    const next = await push(gateway, [JOBS], { sequence: 13 });
    const oldest = await push(gateway, [JOBS]);
    expect([JSON.parse(again.body), JSON.parse(oldest.body), await held(gateway)]).toEqual([
      { ...Object(JSON.parse(first.body)), outcome: 'duplicate' },
      { outcome: 'duplicate', producer: 'w-11', sequence: 1 },
      ['render_jobs_total{stage="mux"} 6'],
    ]);
    expect(JSON.parse(next.body)).toMatchObject({ outcome: 'applied', missing: 11 });
  });

  it('refuses bad pushes whole, with a sentence that names what is wrong', async () => {
    const gateway = await world();
    await push(gateway, [JOBS, WAITS]);
    const before = await held(gateway);
    const attempt = async (families: readonly unknown[]): Promise<string> =>
      errorOf(await push(gateway, families, { sequence: 2 }));
    const misspelt = { ...JOBS, series: [{ labels: {}, vlaue: 3 }] };
    const strange = { name: 'generation_requests_total', type: 'gauge', series: [] };
    const refusals = [
      await attempt([JOBS, misspelt]),
      await attempt([{ ...JOBS, type: 'gauge' }]),
      await attempt([{ ...JOBS, series: [{ labels: {}, value: -1 }] }]),
      await attempt([{ ...WAITS, buckets: [0.5, 3] }]),
      await attempt([JOBS, { ...JOBS, name: 'render_wait_seconds_count' }]),
      await attempt([JOBS, { ...JOBS, name: 'gateway_pushes_total' }]),
      await attempt([JOBS, { ...strange, name: 'push_time_seconds' }]),
      errorOf(await gateway.ask('/v1/push', { method: 'POST', body: '{' })),
    ];
    expect(refusals).toEqual([
      '400 the push was refused: family render_jobs_total, series 1: there is no "vlaue" here; the nearest is "value"',
      '400 the push was refused: render_jobs_total is a gauge here and a counter in the increments of /v1/push; give one of the two another name',
      '400 the push was refused: family render_jobs_total, series 1 value: expected 0 or more: what was added',
      '400 the push was refused: family render_wait_seconds has the buckets [0.5, 3] here and must have [0.5, 2]; counts of other bounds cannot be added',
      '400 the push was refused: render_wait_seconds_count is also what a histogram in the increments of /v1/push writes; give one of the two another name',
      "400 the push was refused: family gateway_pushes_total, series 1: the label job is missing, and without it this is the gateway's own gateway_pushes_total",
      '400 the push was refused: family push_time_seconds is what the gateway says of groups',
      expect.stringMatching(/^400 the push was refused: the body is not JSON: /),
    ]);
    expect(await held(gateway)).toEqual(before);
  });

  it('takes a family one way or the other', async () => {
    const gateway = await world();
    await push(gateway, [JOBS]);
    const body = 'render_jobs_total 5\n';
    const grouped = await gateway.ask('/metrics/job/sweep', { method: 'PUT', body });
    await gateway.ask('/metrics/job/sweep', { method: 'PUT', body: 'rows 7\n' });
    const rows = { name: 'rows', type: 'gauge', series: [{ labels: {}, value: 17 }] };
    expect([
      errorOf(grouped),
      errorOf(await push(gateway, [rows], { sequence: 2 })),
      await held(gateway),
    ]).toEqual([
      '400 the push was refused: render_jobs_total comes as increments to /v1/push; a family is pushed one way or the other, so give one of the two another name',
      '400 the push was refused: family rows is pushed to /metrics/job/… too, by the group {job="sweep"}; a family is pushed one way or the other, so give one of the two another name',
      ['render_jobs_total{stage="mux"} 3', 'rows{instance="",job="sweep"} 7'],
    ]);
  });

  it('shares the room for series with the groups, and says when to try again', async () => {
    const gateway = await world(); // for 100 series
    const lines = Array.from({ length: 60 }, (_, i) => `rows{n="${String(i)}"} 1\n`).join('');
    const increments = (count: number): unknown => ({
      ...JOBS,
      series: Array.from({ length: count }, (_, i) => ({ labels: { n: String(i) }, value: 1 })),
    });
    await gateway.ask('/metrics/job/sweep', { method: 'PUT', body: lines });
    const full = await push(gateway, [increments(41)]);
    const fits = await push(gateway, [increments(40)]);
    const grouped = await gateway.ask('/metrics/job/more', { method: 'PUT', body: 'one 1\n' });
    expect([errorOf(full), full.headers.get('retry-after'), fits.status, grouped.status]).toEqual([
      '429 the push was refused: it would open 41 series more, and there is room for 40: groups hold 60 and increments 0 of 100 (gateway.series)',
      '60',
      200,
      429,
    ]);
  });

  it('holds families of the catalogue against their definitions', async () => {
    const gateway = await world();
    const labels = { stage: 'muxx', error_type: 'TimeoutError' };
    const failures = { ...JOBS, name: 'video_generation_failures_total' };
    const refused = await push(gateway, [{ ...failures, series: [{ labels, value: 1 }] }]);
    expect(errorOf(refused)).toMatch(
      /^400 .*family video_generation_failures_total, series 1: the label stage cannot be "muxx"; the nearest is "/,
    );
  });

  it('refuses families that the catalogue does not know, where it is told to', async () => {
    const gateway = await startGateway(undefined, { UNKNOWN_FAMILIES: 'refuse' });
    closers.push(() => gateway.close());
    const name = 'video_generation_failure_total';
    expect(errorOf(await push(gateway, [{ ...JOBS, name }]))).toBe(
      '400 the push was refused: family video_generation_failure_total is not in the catalogue, and unknown families are refused here; the nearest is video_generation_failures_total',
    );
  });

  it('keeps the series of workers that the gateway has too apart from its own by their job', async () => {
    const gateway = await world();
    const labels = { job: 'render', route: 'push', outcome: 'accepted' };
    const own = { ...JOBS, name: 'gateway_pushes_total', series: [{ labels, value: 19 }] };
    await push(gateway, [own]);
    const { body } = await gateway.ask('/metrics');
    const lines = body.split('\n').filter((line) => /gateway_pushes_total.*(?<! 0)$/.test(line));
    expect(lines).toEqual([
      '# HELP gateway_pushes_total Pushes received, by the way they came and what became of them; a duplicate changes nothing.',
      '# TYPE gateway_pushes_total counter',
      'gateway_pushes_total{route="push",outcome="accepted"} 1',
      'gateway_pushes_total{job="render",outcome="accepted",route="push"} 19',
    ]);
  });

  it('takes gzip, refuses what is too large or packed otherwise, and counts every refusal', async () => {
    const gateway = await world();
    const body = gzipSync(JSON.stringify({ producer: 'w-11', sequence: 1, families: [JOBS] }));
    const ask = async (
      sent: string | Uint8Array<ArrayBuffer>,
      encoding: string,
    ): Promise<number> => {
      const headers = { 'content-encoding': encoding };
      return (await gateway.ask('/v1/push', { method: 'POST', body: sent, headers })).status;
    };
    const statuses = [
      await ask(new Uint8Array(body), 'gzip'),
      await ask(new Uint8Array(body), 'br'),
      await ask(' '.repeat(4_194_305), 'identity'),
      await ask('', 'identity'),
    ];
    expect([statuses, await gateway.samples()]).toEqual([
      [200, 415, 413, 400],
      expect.arrayContaining([
        'gateway_pushes_total{route="push",outcome="accepted"} 1',
        'gateway_pushes_total{route="push",outcome="refused"} 3',
        'render_jobs_total{stage="mux"} 3',
      ]),
    ]);
  });

  it('keeps sums and producers over a restart where there is a folder for them', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'v1-push-'));
    closers.push(() => rm(folder, { recursive: true }));
    const first = await startGateway(undefined, { DATA_DIR: folder });
    await push(first, [JOBS, WAITS]);
    const before = await held(first);
    await first.close();
    const second = await startGateway(undefined, { DATA_DIR: folder });
    closers.unshift(() => second.close());
    const again = await push(second, [JOBS, WAITS]);
    expect([JSON.parse(again.body), await held(second)]).toMatchObject([
      { outcome: 'duplicate', families: [{ name: 'render_jobs_total' }, {}] },
      before,
    ]);
  });
});
