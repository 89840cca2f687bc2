import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startGateway, type RunningGateway } from '../fixtures/gateway.js';
import { attribute, requestOf, sumOf } from './fixtures/request.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function folderOf(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'otlp-'));
  closers.push(() => rm(folder, { recursive: true }));
  return folder;
}

async function held(gateway: RunningGateway): Promise<readonly string[]> {
  return (await gateway.samples()).filter((line) => !line.startsWith('gateway_'));
}

function put(gateway: RunningGateway, value: number) {
  const body = `# TYPE cuts_total counter\ncuts_total ${String(value)}\n`;
  return gateway.ask('/metrics/job/cut', { method: 'PUT', body });
}

function exported(gateway: RunningGateway, ...names: readonly string[]) {
  return send(
    gateway,
    names.map((name) => sumOf(name, 2, [{ value: 13, time: 21 }])),
  );
}

function send(gateway: RunningGateway, metrics: readonly unknown[]) {
  const body = JSON.stringify(requestOf(metrics));
  const headers = { 'content-type': 'application/json' };
  return gateway.ask('/v1/metrics', { method: 'POST', body, headers });
}

describe('a restart', () => {
  it('leaves out of an export what there was no room for, where there is more room now', async () => {
    const DATA_DIR = await folderOf();
    const before = await startGateway(undefined, { DATA_DIR }); // for 100 series
    const points = Array.from({ length: 101 }, (_, i) => ({
      ...{ value: 17, time: 21 },
      attributes: [attribute('n', String(i))],
    }));
    const some = [sumOf('jobs', 2, [{ value: 13, time: 21 }]), sumOf('frames', 2, points)];
    const { body } = await send(before, some);
    await before.close();
    const room = path.join(DATA_DIR, 'thresholds.yml');
    await writeFile(room, 'gateway:\n  series: 1000\n');
    const after = await startGateway(undefined, { DATA_DIR, THRESHOLDS_FILE: room });
    closers.unshift(() => after.close());
    const brought = await held(after);
    const again = await send(after, [sumOf('frames', 2, points.slice(0, 1))]);
    expect(JSON.parse(body)).toMatchObject({ partialSuccess: { rejectedDataPoints: '101' } });
    expect([brought, again.body]).toEqual([['jobs_total{job="render"} 13'], '{}']);
    expect(await held(after)).toContain('frames_total{job="render",n="0"} 17');
  });

  it('leaves out of an export what a group kept out of it, and keeps the group', async () => {
    const DATA_DIR = await folderOf();
    const before = await startGateway(undefined, { DATA_DIR });
    await put(before, 41);
    const { body } = await exported(before, 'jobs', 'cuts');
    await put(before, 43);
    await before.close();
    const after = await startGateway(undefined, { DATA_DIR });
    closers.unshift(() => after.close());
    expect(JSON.parse(body)).toMatchObject({ partialSuccess: { rejectedDataPoints: '1' } });
    expect(await held(after)).toEqual([
      'cuts_total{instance="",job="cut"} 43',
      'jobs_total{job="render"} 13',
    ]);
  });
});
