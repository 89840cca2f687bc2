import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startGateway, type RunningGateway } from '../fixtures/gateway.js';
import { attribute, requestOf, sumOf } from '../otlp/fixtures/request.js';

let folder: string;
let gateway: RunningGateway | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aura-tokens-'));
});
afterEach(async () => {
  await gateway?.close();
  await rm(folder, { recursive: true });
});

const hash = (token: string): string => createHash('sha256').update(token).digest('hex');
const entry = (name: string, token: string, rights: string): string =>
  `- { name: ${name}, sha256: ${hash(token)}, ${rights} }\n`;
const CI = entry('ci', 'eleven', 'rights: [push], jobs: [sweep]');
const PROMETHEUS = entry('prometheus', 'twelve', 'rights: [scrape]');

async function world() {
  const file = path.join(folder, 'tokens.yml');
  await writeFile(file, CI + PROMETHEUS);
  const running = await startGateway(undefined, { TOKENS_FILE: file, ADMIN_API: 'on' });
  gateway = running;
  const ask = (line: string, token?: string, body?: string) => {
    const [method = 'GET', where = '/'] = line.split(' ');
    const type = { 'content-type': 'application/json' };
    const headers = token === undefined ? type : { ...type, authorization: `Bearer ${token}` };
    return running.ask(where, { method, headers, ...(body === undefined ? {} : { body }) });
  };
  const status = async (...asked: Parameters<typeof ask>): Promise<number> =>
    (await ask(...asked)).status;
  /** What a scrape shows of this, without zeros. */
  const shown = async (name: string): Promise<readonly string[]> =>
    (await ask('GET /metrics', 'twelve')).body
      .split('\n')
      .filter((line) => line.startsWith(name) && !line.endsWith(' 0'));
  return { file, ask, status, shown };
}

const push = (labels: object): string =>
  JSON.stringify({
    producer: 'worker-11',
    sequence: 1,
    families: [{ name: 'frames_total', type: 'counter', series: [{ labels, value: 13 }] }],
  });

describe('a gateway with tokens', () => {
  it('takes a group from its own job alone, and keeps nothing of who may not push', async () => {
    const { ask, status, shown } = await world();
    const own = await status('PUT /metrics/job/sweep', 'eleven', 'rows 11\n');
    const foreign = await ask('PUT /metrics/job/copy', 'eleven', 'rows 12\n');
    const statuses = [
      own,
      foreign.status,
      await status('POST /metrics/job/sweep', undefined, 'rows 12\n'),
      await status('POST /metrics/job/sweep', 'twelve', 'rows 12\n'),
      await status('POST /metrics/job/sweep', 'thirteen', 'rows 12\n'),
      await status('DELETE /metrics/job/sweep'),
      await status('DELETE /metrics/job/sweep', 'twelve'),
      await status('PUT /api/v1/admin/wipe', 'eleven'),
    ];
    expect(statuses).toEqual([200, 403, 401, 403, 401, 401, 403, 403]);
    expect(JSON.parse(foreign.body)).toMatchObject({
      error: 'it was refused: the token ci may push the jobs sweep, and this is of the job "copy"',
    });
    expect([
      await shown('rows'),
      await shown('push_failure'),
      await shown('gateway_pushes'),
    ]).toEqual([
      ['rows{instance="",job="sweep"} 11'],
      [],
      [
        'gateway_pushes_total{route="group",outcome="accepted"} 1',
        'gateway_pushes_total{route="group",outcome="refused"} 4',
      ],
    ]);
    expect(await shown('gateway_refusals')).toEqual([
      'gateway_refusals_total{route="group",reason="unauthorized"} 4',
    ]);
  });

  it('adds up the increments of its own jobs, and of no other and of none', async () => {
    const { ask, status, shown } = await world();
    const foreign = await ask('POST /v1/push', 'eleven', push({ job: 'copy' }));
    expect([foreign.status, foreign.body]).toEqual([
      403,
      expect.stringContaining('the token ci may push the jobs sweep, and this is of the job'),
    ]);
    expect(await status('POST /v1/push', 'eleven', push({ job: 'sweep' }))).toBe(200);
    expect(await status('POST /v1/push', undefined, push({}))).toBe(401);
    const nameless = await ask('POST /v1/push', 'eleven', push({}));
    expect([nameless.status, nameless.body]).toEqual([
      403,
      expect.stringContaining('may push the jobs sweep, and some of this names no job'),
    ]);
    expect(await shown('frames_total')).toEqual(['frames_total{job="sweep"} 13']);
    expect(await shown('gateway_refusals')).toEqual([
      'gateway_refusals_total{route="push",reason="unauthorized"} 3',
    ]);
  });

  it('takes exports of resources that name its jobs, and of no other and of none', async () => {
    const { ask, shown } = await world();
    const answers: unknown[] = [];
    for (const job of ['sweep', 'copy', undefined]) {
      const from = job === undefined ? [] : [attribute('service.name', job)];
      const one = requestOf([sumOf('frames', 1, [{ value: 13, time: 21 }])], from);
      const { status, body } = await ask('POST /v1/metrics', 'eleven', JSON.stringify(one));
      answers.push([status, body]);
    }
    expect(answers).toEqual([
      [200, '{}'],
      [403, expect.stringContaining('may push the jobs sweep, and this is of the job')],
      [403, expect.stringContaining('may push the jobs sweep, and some of this names no job')],
    ]);
    expect(await shown('frames_total')).toEqual(['frames_total{job="sweep"} 13']);
  });

  it('shows what it holds to who may scrape, and to all whether it is well', async () => {
    const { ask, status } = await world();
    const reading = ['/metrics', '/metrics/job/sweep', '/api/v1/metrics', '/'];
    const statuses = async (token?: string) =>
      Promise.all(reading.map((where) => status(`GET ${where}`, token)));
    expect([await statuses('twelve'), await statuses('eleven'), await statuses()]).toEqual([
      [200, 404, 200, 200],
      [403, 403, 403, 403],
      [401, 401, 401, 401],
    ]);
    const open = ['/health/live', '/health/ready', '/-/healthy', '/-/ready'];
    expect(await Promise.all(open.map((where) => status(`GET ${where}`)))).toEqual([
      200, 200, 200, 200,
    ]);
    const { headers } = await ask('POST /v1/push');
    expect(headers.get('www-authenticate')).toBe('Bearer realm="metrics-gateway"');
  });

  it('reads its file again, and keeps the old tokens while the new ones are broken', async () => {
    const { file, status, shown } = await world();
    const reloads = () => shown('gateway_tokens_reload_successful');
    const comes = (token: string) => status('DELETE /metrics/job/sweep', token);
    const before = await reloads();
    await writeFile(file, `${PROMETHEUS}- { name: ci }\n`);
    await untilChanged(reloads, before);
    expect([await comes('eleven'), await comes('fourteen'), await reloads()]).toEqual([
      202,
      401,
      [],
    ]);
    const broken = await reloads();
    await writeFile(file, PROMETHEUS + CI.replace(hash('eleven'), hash('fourteen')));
    await untilChanged(reloads, broken);
    expect([await comes('eleven'), await comes('fourteen'), await reloads()]).toEqual([
      401,
      202,
      before,
    ]);
  });
});

/** SIGHUP reads the file at once, but not before this goes on. */
async function untilChanged(
  read: () => Promise<readonly string[]>,
  before: readonly string[],
): Promise<void> {
  const deadline = AbortSignal.timeout(5_000);
  process.emit('SIGHUP', 'SIGHUP');
  while ((await read()).join() === before.join()) deadline.throwIfAborted();
}
