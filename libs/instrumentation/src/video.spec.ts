import { Registry } from 'prom-client';
import { trackAiOptimization, optimizationInstruments } from './optimization.js';
import { timeStage, trackVideoGeneration, videoInstruments } from './video.js';

const TECH = { theme: 'tech', userId: 'u11', videoSeconds: 12 } as const;

/** Series that are neither zero nor a sum or bucket of seconds. */
async function counted(registry: Registry): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n');
  return lines.filter((line) => /^[a-z].* [1-9]/.test(line) && !/_(sum|bucket)\{/.test(line));
}

describe('trackVideoGeneration', () => {
  it('counts a synchronous generation and gives its value back', async () => {
    const registry = new Registry();
    expect(trackVideoGeneration(videoInstruments(registry), TECH, () => 'done')).toBe('done');
    expect(await counted(registry)).toEqual([
      'video_generation_total{theme="tech",user_id="u11"} 1',
      'video_generation_duration_seconds_count{theme="tech",duration_category="long"} 1',
    ]);
  });

  it('counts a failure in the stage that was being timed, whatever the error says of itself', async () => {
    const registry = new Registry();
    const videos = videoInstruments(registry);
    const slow = Object.freeze(new DOMException('too slow', 'TimeoutError'));
    const work = async (): Promise<void> => {
      await timeStage(videos, 'prepare', () => Promise.resolve());
      await timeStage(videos, 'optimise', () => Promise.reject(slow));
    };
    await expect(trackVideoGeneration(videos, TECH, work)).rejects.toBe(slow);
    expect(await counted(registry)).toEqual([
      'video_generation_total{theme="tech",user_id="u11"} 1',
      'video_generation_failures_total{error_type="TimeoutError",stage="optimise"} 1',
      'video_generation_stage_duration_seconds_count{stage="prepare"} 1',
      'video_generation_stage_duration_seconds_count{stage="optimise"} 1',
    ]);
  });

  it('counts a failure outside every stage in the first', async () => {
    const registry = new Registry();
    const fail = (): never => {
      throw new Error('no such project');
    };
    expect(() => trackVideoGeneration(videoInstruments(registry), TECH, fail)).toThrow('no such');
    expect(await counted(registry)).toContain(
      'video_generation_failures_total{error_type="other",stage="prepare"} 1',
    );
  });
});

describe('trackAiOptimization', () => {
  it('counts each run by type and level', async () => {
    const registry = new Registry();
    const run = { type: 'video', level: 'maximum' } as const;
    await trackAiOptimization(optimizationInstruments(registry), run, () => Promise.resolve());
    expect(await counted(registry)).toEqual([
      'ai_optimization_total{optimization_type="video",level="maximum"} 1',
      'ai_optimization_duration_seconds_count{optimization_type="video",level="maximum"} 1',
    ]);
  });
});
