import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Registry } from 'prom-client';
import type { Order } from './stages.js';
import { VideoPipeline } from './video-pipeline.js';

const ORDER: Order = {
  ...{ id: 'order-11', userId: 'u-012', prompt: 'a lighthouse' },
  ...{ theme: 'nature', level: 'fast', durationSeconds: 3 },
};

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** A pipeline that never gets as far as FFmpeg. */
async function world() {
  const folder = await mkdtemp(path.join(tmpdir(), 'aura-pipeline-'));
  folders.push(folder);
  const registry = new Registry();
  const pipelineIn = (mediaDir: string): VideoPipeline => {
    const tools = { ffmpegPath: '/none', mediaDir, signal: new AbortController().signal };
    return new VideoPipeline({ registry, tools, strike: () => undefined });
  };
  const failures = async (): Promise<readonly string[]> => {
    const lines = (await registry.metrics()).split('\n');
    return lines.filter((line) => /^video_generation_failures_total.* [1-9]/.test(line));
  };
  return { folder, pipelineIn, failures };
}

describe('a generation that fails', () => {
  it('counts in the stage that it could not even be said to enter, and leaves no files', async () => {
    const { folder, pipelineIn, failures } = await world();
    const onStage = (stage: string): Promise<void> =>
      stage === 'render' ? Promise.reject(new Error('no database')) : Promise.resolve();
    await expect(pipelineIn(folder).generate(ORDER, onStage)).rejects.toThrow('no database');
    expect(await failures()).toEqual([
      'video_generation_failures_total{error_type="other",stage="render"} 1',
    ]);
    expect(await readdir(path.join(folder, '.work'))).toEqual([]);
  });

  it('is told by what failed, not by the tidying up that fails after it', async () => {
    const { folder, pipelineIn, failures } = await world();
    const file = path.join(folder, 'media');
    await writeFile(file, 'no folder');
    const making = pipelineIn(file).generate(ORDER, () => Promise.resolve());
    await expect(making).rejects.toThrow(`could not make a work folder in ${file}`);
    expect(await failures()).toEqual([
      'video_generation_failures_total{error_type="StorageError",stage="prepare"} 1',
    ]);
  });
});
