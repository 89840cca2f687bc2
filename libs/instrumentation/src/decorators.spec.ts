import 'reflect-metadata';
import type { Theme } from '@aura/metrics';
import { Registry } from 'prom-client';
import { TrackAiOptimization, TrackRequests, TrackVideoGeneration } from './decorators.js';
import { DROPPED_UPDATE } from './misuse.js';

interface Job {
  readonly theme: Theme;
  readonly user: string;
}

const JOB: Job = { theme: 'nature', user: 'u11' };

class EncoderError extends Error {
  override name = 'EncoderError';
  readonly stage = 'upload';
}

function Marked(_: object, __: string, method: PropertyDescriptor): void {
  Reflect.defineMetadata('mark', 13, method.value as object);
}

class Studio {
  readonly registry = new Registry();

  @TrackVideoGeneration({
    theme: (job: Job) => job.theme,
    userId: (job: Job) => job.user,
    videoSeconds: 5,
    registry: (self: Studio) => self.registry,
  })
  @Marked
  async render(job: Job, failure?: Error): Promise<string> {
    await Promise.resolve();
    if (failure !== undefined) throw failure;
    return `${job.user} in ${this.constructor.name}`;
  }

  @TrackAiOptimization({
    type: 'thumbnail',
    level: 'fast',
    registry: (self: Studio) => self.registry,
  })
  shrink(bytes: number): number {
    if (bytes < 0) throw new RangeError('negative');
    return bytes / 2;
  }

  @TrackRequests({ endpoint: 'frames', registry: (self: Studio) => self.registry })
  async *frames(count: number): AsyncGenerator<number, string> {
    for (let frame = 0; frame < count; frame += 1) {
      yield await Promise.resolve(frame);
    }
    return 'rolled';
  }

  @TrackRequests({
    endpoint: (name: string) => decodeURIComponent(name),
    registry: (self: Studio) => self.registry,
  })
  careless(name: string): number {
    return name.length;
  }
}

/** Lines of a registry's text that count something and name `metric`, without durations. */
async function counted(registry: Registry, metric: RegExp): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n');
  return lines.filter((line) => metric.test(line) && !line.startsWith('#') && !line.endsWith(' 0'));
}

describe('a tracked method', () => {
  it('counts a promise when it settles, with labels from the arguments', async () => {
    const studio = new Studio();
    const rendering = studio.render(JOB);
    const during = await counted(studio.registry, /^video_generation/);
    await rendering;
    expect([
      during,
      await counted(studio.registry, /generation(_total|s_in|_duration_seconds_c)/),
    ]).toEqual([
      ['video_generations_in_flight 1'],
      [
        'video_generation_total{theme="nature",user_id="u11"} 1',
        'video_generation_duration_seconds_count{theme="nature",duration_category="medium"} 1',
      ],
    ]);
  });

  it('gives back what the method gives and keeps this, name, length and metadata', async () => {
    const studio = new Studio();
    expect([
      await studio.render(JOB),
      studio.render.name,
      studio.render.length,
      Reflect.getMetadata('mark', Reflect.get(studio, 'render')),
    ]).toEqual(['u11 in Studio', 'render', 2, 13]);
  });

  it('rethrows the very error and counts it by type and stage', async () => {
    const studio = new Studio();
    const failure = new EncoderError('no bits left');
    const thrown: unknown = await studio.render(JOB, failure).catch((error: unknown) => error);
    expect(thrown).toBe(failure);
    expect(await counted(studio.registry, /^video_generation/)).toEqual([
      'video_generation_total{theme="nature",user_id="u11"} 1',
      'video_generation_failures_total{error_type="EncoderError",stage="upload"} 1',
    ]);
  });

  it('leaves an unawaited rejection to the caller', async () => {
    const studio = new Studio();
    const failure = new Error('nobody waits');
    const settled = await Promise.allSettled([studio.render(JOB, failure)]);
    expect(settled).toEqual([{ status: 'rejected', reason: failure }]);
  });

  it('counts a synchronous failure, with an unknown error folded into other', async () => {
    const studio = new Studio();
    expect(studio.shrink(34)).toBe(17);
    expect(() => studio.shrink(-1)).toThrow(RangeError);
    expect(await counted(studio.registry, /^ai_optimization_(total|failures)/)).toEqual([
      'ai_optimization_total{optimization_type="thumbnail",level="fast"} 2',
      'ai_optimization_failures_total{optimization_type="thumbnail",error_type="other"} 1',
    ]);
  });

  it('does its work uncounted, with a warning, when a selector throws', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const studio = new Studio();
    expect([studio.careless('%'), studio.careless('%%')]).toEqual([1, 2]);
    expect(warn.mock.calls).toEqual([
      [
        'tracking careless: the selector of endpoint threw: URI malformed; the update is dropped',
        DROPPED_UPDATE,
      ],
    ]);
    expect(await counted(studio.registry, /^http/)).toEqual([]);
  });
});

describe('a tracked async generator', () => {
  const REQUESTS = /^http_requests|duration_seconds_count/;
  const ONE_DONE = [
    'http_requests_total{method="other",endpoint="frames",status="200"} 1',
    'http_request_duration_seconds_count{method="other",endpoint="frames"} 1',
  ];

  it('is in flight from its first step to its last', async () => {
    const studio = new Studio();
    const frames = studio.frames(1);
    const before = await counted(studio.registry, REQUESTS);
    await frames.next();
    const during = await counted(studio.registry, REQUESTS);
    expect(await frames.next()).toEqual({ done: true, value: 'rolled' });
    expect([before, during, await counted(studio.registry, REQUESTS)]).toEqual([
      [],
      ['http_requests_in_flight 1'],
      ONE_DONE,
    ]);
  });

  it('ends when its consumer stops early', async () => {
    const studio = new Studio();
    for await (const frame of studio.frames(19)) {
      if (frame === 2) break;
    }
    expect(await counted(studio.registry, REQUESTS)).toEqual(ONE_DONE);
  });

  it('counts an error thrown into it with the status the error carries', async () => {
    const studio = new Studio();
    const frames = studio.frames(3);
    await frames.next();
    const gone = Object.assign(new Error('gone'), { status: 410 });
    await expect(frames.throw(gone)).rejects.toBe(gone);
    expect(await counted(studio.registry, /^http_requests/)).toEqual([
      'http_requests_total{method="other",endpoint="frames",status="410"} 1',
    ]);
  });
});
