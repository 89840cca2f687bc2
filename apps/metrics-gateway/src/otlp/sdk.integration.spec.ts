import { startGateway, type RunningGateway } from '../fixtures/gateway.js';
import { dataFolder } from '../fixtures/process.js';
import { startSdkProcess, type SdkProcess } from './fixtures/sdk.js';

let sdks: SdkProcess;

beforeAll(() => {
  sdks = startSdkProcess();
});

afterAll(() => sdks.close());

async function held(gateway: RunningGateway): Promise<readonly string[]> {
  return (await gateway.samples()).filter((line) => !line.startsWith('gateway_'));
}

const SETTINGS = (['json', 'protobuf'] as const).flatMap((format) =>
  (['DELTA', 'CUMULATIVE'] as const).map((temporality) => ({ format, temporality })),
);

describe('the OpenTelemetry SDK', () => {
  it.each(SETTINGS)('is summed up exactly over its restart: %j', async (setting) => {
    const gateway = await startGateway();
    for (const jobs of [3, 5]) {
      const sdk = await sdks.start({ url: gateway.url, ...setting });
      await sdk.count(jobs);
      await sdk.export();
      await sdk.count(jobs);
      await sdk.count(1, 'encode');
      await sdk.export();
      await sdk.end();
    }
    const samples = await held(gateway);
    await gateway.close();
    expect(samples).toEqual([
      'render_jobs_total{job="aura/render",render_stage="mux"} 16',
      'render_jobs_total{job="aura/render",render_stage="encode"} 2',
      'render_open{job="aura/render"} 3',
      'render_scratch_bytes{job="aura/render"} 2',
      'render_wait_seconds_bucket{job="aura/render",le="0.5"} 2',
      'render_wait_seconds_bucket{job="aura/render",le="2"} 6',
      'render_wait_seconds_bucket{job="aura/render",le="+Inf"} 6',
      'render_wait_seconds_sum{job="aura/render"} 4.5',
      'render_wait_seconds_count{job="aura/render"} 6',
    ]);
  });

  it.each(SETTINGS)('goes on where it was over a restart of the gateway: %j', async (setting) => {
    const { folder, remove } = await dataFolder();
    const first = await startGateway(undefined, { DATA_DIR: folder });
    const port = new URL(first.url).port;
    const sdk = await sdks.start({ url: first.url, ...setting, instance: 'w-12' });
    await sdk.count(3);
    await sdk.export();
    await first.close();
    const second = await startGateway(undefined, { DATA_DIR: folder, PORT: port });
    await sdk.count(4);
    await sdk.export();
    const samples = await held(second);
    await sdk.end();
    await second.close();
    await remove();
    expect(samples).toEqual(
      expect.arrayContaining([
        'render_jobs_total{instance="w-12",job="aura/render",render_stage="mux"} 7',
        'render_wait_seconds_sum{instance="w-12",job="aura/render"} 1.75',
        'render_wait_seconds_count{instance="w-12",job="aura/render"} 2',
        'render_open{instance="w-12",job="aura/render"} 2',
        'target_info{host_name="h-11",instance="w-12",job="aura/render"} 1',
      ]),
    );
  });

  it('adds up processes of one name that export in turns', async () => {
    const gateway = await startGateway();
    const url = gateway.url;
    const workers = await Promise.all(SETTINGS.map((setting) => sdks.start({ url, ...setting })));
    for (const jobs of [11, 13]) {
      for (const worker of workers) {
        await worker.count(jobs);
        await worker.export();
      }
    }
    for (const worker of workers) await worker.end();
    const samples = await held(gateway);
    await gateway.close();
    expect(samples).toEqual(
      expect.arrayContaining([
        'render_jobs_total{job="aura/render",render_stage="mux"} 96',
        'render_wait_seconds_count{job="aura/render"} 8',
      ]),
    );
  });
});
