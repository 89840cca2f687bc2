import { histogram } from '@aura/metrics';
import { Registry } from 'prom-client';
import { bind } from './bind.js';
import { stageTimer } from './stages.js';
import { trackVideoGeneration, videoInstruments } from './video.js';

const GENERATION = { theme: 'tech', userId: 'u11', videoSeconds: 5 } as const;

/** A clock that stands until it is moved. */
function clockAt(startMs: number) {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

function world() {
  const registry = new Registry();
  const videos = videoInstruments(registry);
  const clock = clockAt(7_000);
  return { registry, videos, clock, stages: stageTimer(videos, clock) };
}

async function sums(registry: Registry, name: RegExp): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n');
  return lines.filter((line) => name.test(line) && !line.startsWith('#') && !line.endsWith(' 0'));
}

describe('a stage timer', () => {
  it('times each stage that it runs, in order, and gives back what the work gives', async () => {
    const { registry, clock, stages } = world();
    const plan = stages.run('prepare', () => {
      clock.pass(110);
      return 'plan';
    });
    const frames = await stages.run('render', async () => {
      await Promise.resolve();
      clock.pass(1_200);
      return 13;
    });
    expect([plan, frames, stages.times]).toEqual([
      'plan',
      13,
      [
        { stage: 'prepare', seconds: 0.11 },
        { stage: 'render', seconds: 1.2 },
      ],
    ]);
    expect(await sums(registry, /stage_duration_seconds_sum/)).toEqual([
      'video_generation_stage_duration_seconds_sum{stage="prepare"} 0.11',
      'video_generation_stage_duration_seconds_sum{stage="render"} 1.2',
    ]);
  });

  it('goes from stage to stage without functions, until it ends', () => {
    const { clock, stages } = world();
    stages.next('prepare');
    clock.pass(11);
    stages.next('upload');
    const during = stages.current;
    clock.pass(12);
    stages.end();
    stages.end();
    expect([during, stages.current, stages.times]).toEqual([
      'upload',
      undefined,
      [
        { stage: 'prepare', seconds: 0.011 },
        { stage: 'upload', seconds: 0.012 },
      ],
    ]);
  });

  it('times stages that run side by side apart', async () => {
    const { clock, stages } = world();
    const first = stages.run('render', () => Promise.resolve());
    clock.pass(17);
    const second = stages.run('optimise', () => Promise.resolve());
    await Promise.all([first, second]);
    expect(stages.times).toEqual([
      { stage: 'render', seconds: 0.017 },
      { stage: 'optimise', seconds: 0 },
    ]);
  });

  it('remembers where a frozen error came up first, however many stages it went through', async () => {
    const { registry, videos, stages } = world();
    const failure = Object.freeze(new Error('no bits left'));
    const work = () =>
      stages.run('upload', () => stages.run('optimise', () => Promise.reject(failure)));
    await expect(trackVideoGeneration(videos, GENERATION, work)).rejects.toBe(failure);
    expect(await sums(registry, /failures_total/)).toEqual([
      'video_generation_failures_total{error_type="other",stage="optimise"} 1',
    ]);
  });

  it('knows an error that is thrown again later by where it came up then, or by no stage', async () => {
    const { registry, videos, stages } = world();
    const reused = new Error('no bits left');
    const fail = (): never => {
      throw reused;
    };
    const generate = (work: () => unknown): void => {
      expect(() => trackVideoGeneration(videos, GENERATION, work)).toThrow(reused);
    };
    generate(() => stages.run('upload', fail));
    generate(() => stages.run('optimise', () => stages.run('render', fail)));
    generate(fail);
    expect(await sums(registry, /failures_total/)).toEqual([
      'video_generation_failures_total{error_type="other",stage="prepare"} 1',
      'video_generation_failures_total{error_type="other",stage="render"} 1',
      'video_generation_failures_total{error_type="other",stage="upload"} 1',
    ]);
  });

  it('fails the current stage and gives the error back', async () => {
    const { registry, videos, stages } = world();
    const failure = new Error('no bits left');
    const work = (): never => {
      stages.next('render');
      throw stages.fail(failure);
    };
    expect(() => trackVideoGeneration(videos, GENERATION, work)).toThrow(failure);
    expect(stages.current).toBeUndefined();
    expect(await sums(registry, /failures_total/)).toEqual([
      'video_generation_failures_total{error_type="other",stage="render"} 1',
    ]);
  });

  it('times the stages of any histogram that has them', async () => {
    const registry = new Registry();
    const stageDuration = bind(
      registry,
      histogram({
        name: 'parcel_stage_seconds',
        unit: 'seconds',
        help: 'Time of a parcel in one stage.',
        labels: { stage: ['pick', 'pack'] },
        buckets: [11],
      }),
    );
    const clock = clockAt(0);
    const stages = stageTimer({ stageDuration }, clock);
    stages.next('pack');
    clock.pass(3_000);
    stages.end();
    expect(await sums(registry, /_sum/)).toEqual(['parcel_stage_seconds_sum{stage="pack"} 3']);
  });
});
