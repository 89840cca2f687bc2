import { sweep, video } from '@aura/metrics';
import { Counter, Gauge, Histogram, Pushgateway, Registry } from 'prom-client';
import { startGateway, type Answer, type RunningGateway } from '../fixtures/gateway.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function world(settings: Readonly<Record<string, string>> = {}): Promise<RunningGateway> {
  const gateway = await startGateway(undefined, settings);
  closers.push(() => gateway.close());
  return gateway;
}

function errorOf({ status, body }: Answer): string {
  return `${String(status)} ${String(Reflect.get(Object(JSON.parse(body)), 'error'))}`;
}

async function pushed(gateway: RunningGateway): Promise<readonly string[]> {
  return (await gateway.samples()).filter((line) => !line.startsWith('gateway_'));
}

describe('the catalogue at the door', () => {
  it('lets in what prom-client pushes of a family as it is defined, and of one that is not', async () => {
    const gateway = await world();
    const registry = new Registry();
    const registers = [registry];
    const { name, help, buckets = [] } = video.quality;
    const labelNames = Object.keys(video.quality.labels);
    new Gauge({ name: sweep.lastSuccess.name, help: 'S.', registers }).set(1_013);
    new Counter({ name: 'strange_total', help: 'S.', registers }).inc(11);
    new Histogram({ name, help, buckets: [...buckets], labelNames, registers }).observe(
      { theme: 'tech', optimization_level: 'fast' },
      0.5,
    );
    await new Pushgateway(gateway.url, {}, registry).push({ jobName: 'sweep' });
    const samples = await pushed(gateway);
    expect(samples).toHaveLength(1 + 1 + buckets.length + 3);
    expect(samples).toContain('strange_total{instance="",job="sweep"} 11');
  });

  it('refuses a group whose family contradicts its definition, and leaves the group as it was', async () => {
    const gateway = await world({ UNKNOWN_FAMILIES: 'refuse' });
    const put = async (body: string): Promise<string> =>
      errorOf(await gateway.ask('/metrics/job/sweep', { method: 'PUT', body }));
    const body = '# TYPE storage_sweep_freed_bytes gauge\nstorage_sweep_freed_bytes 13\n';
    await gateway.ask('/metrics/job/sweep', { method: 'PUT', body });
    const refusals = [
      await put('storage_sweep_freed_bytes 14\n'),
      await put(body.replace('bytes 13', 'bytes{user="ann"} 14')),
      await put('storage_sweep_freed_byte 14\n'),
    ];
    expect([refusals, await pushed(gateway)]).toEqual([
      [
        '400 the push was refused: family storage_sweep_freed_bytes is untyped here, and a gauge in the catalogue; put the line "# TYPE storage_sweep_freed_bytes gauge" before its samples',
        '400 the push was refused: family storage_sweep_freed_bytes, series 1: there is no label user; it has none',
        '400 the push was refused: family storage_sweep_freed_byte is not in the catalogue, and unknown families are refused here; the nearest is storage_sweep_freed_bytes',
      ],
      ['storage_sweep_freed_bytes{instance="",job="sweep"} 13'],
    ]);
  });
});
