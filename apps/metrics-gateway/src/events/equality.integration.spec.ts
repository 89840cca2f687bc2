import {
  bind,
  fastifyMetrics,
  optimizationInstruments,
  timeStage,
  trackAiOptimization,
  trackRequest,
  trackVideoGeneration,
  requestInstruments,
  videoInstruments,
} from '@aura/instrumentation';
import {
  EVENTS,
  instrumentation,
  METRICS,
  sweep,
  type EventData,
  type EventName,
} from '@aura/metrics';
import Fastify from 'fastify';
import { Registry } from 'prom-client';
import { parseExposition } from '../exposition/parse.js';
import { startGateway } from '../fixtures/gateway.js';

/** What the instruments count of themselves is not of the happening. */
const OWN = Object.values(instrumentation).map(({ name }): string => name);
const OURS = METRICS.map(({ name }) => name).filter((name) => !OWN.includes(name));

/** All samples of the catalogue's families that are not 0, without the job, which Prometheus gives the others. */
function samplesOf(text: string): readonly string[] {
  const parsed = parseExposition(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault));
  return parsed.families
    .filter(({ name }) => OURS.includes(name))
    .flatMap(({ samples }) => samples)
    .filter(({ value }) => value !== 0)
    .map(({ name, labels, value }) => {
      const own = labels.filter(([label]) => label !== 'job');
      return `${name} ${JSON.stringify(own)} ${String(value)}`;
    })
    .sort();
}

/** The sum of a histogram that has observed once: what was observed. */
async function observedIn(registry: Registry, name: string): Promise<number> {
  const found = samplesOf(await registry.metrics()).find((line) => line.startsWith(`${name}_sum `));
  return Number(found?.split(' ').at(-1));
}

/** Data of an event that tells of what a registry has counted. */
type Telling = {
  readonly [N in EventName]?: (
    seconds: (name: string) => Promise<number>,
  ) => Promise<EventData<N>> | EventData<N>;
};

async function told(telling: Telling, registry: Registry): Promise<string> {
  const gateway = await startGateway();
  try {
    const seconds = (name: string): Promise<number> => observedIn(registry, name);
    const events = await Promise.all(
      Object.entries(telling).map(async ([type, tell]) => {
        return { source: 'w-11', id: type, type, time: AT, data: await tell(seconds) };
      }),
    );
    const init = { method: 'POST', body: JSON.stringify(events) };
    const { status, body } = await gateway.ask('/v1/events', init);
    if (status !== 200) throw new Error(body);
    const lines = (await gateway.ask('/metrics')).body.split('\n');
    return `${lines.filter((line) => /^# TYPE |job="events"/.test(line)).join('\n')}\n`;
  } finally {
    await gateway.close();
  }
}

const AT = '2026-11-22T17:35:00.250Z';
const GENERATION = { theme: 'nature', userId: 'u-17', videoSeconds: 8 } as const;
const GENERATED = { ...GENERATION, generation: 'g-13' };
const RUN = { type: 'thumbnail', level: 'maximum' } as const;

class EncoderError extends Error {
  override readonly name = 'EncoderError';
}

function fails(): never {
  throw new EncoderError('no room for an encoder');
}

interface Happening {
  readonly what: string;
  /** Counted by the instruments of libs/instrumentation. */
  readonly tracked: (registry: Registry) => unknown;
  readonly telling: Telling;
}

const HAPPENINGS: readonly Happening[] = [
  {
    what: 'a request that a server answers',
    tracked: async (registry) => {
      const server = Fastify();
      fastifyMetrics(server, registry);
      server.get('/videos/:id', (_, reply) => reply.code(203).send('a video'));
      const url = await server.listen({ host: '127.0.0.1', port: 0 });
      await (await fetch(`${url}/videos/19`)).text();
      await server.close();
    },
    telling: {
      'http.request.completed': async (seconds) => ({
        ...{ method: 'GET', endpoint: '/videos/:id', status: 203 },
        seconds: await seconds('http_request_duration_seconds'),
      }),
    },
  },
  {
    what: 'a request that no server sees, and that fails',
    tracked: (registry) => {
      const busy = Object.assign(new Error('busy'), { status: 503 });
      const work = () => Promise.reject(busy);
      return trackRequest(requestInstruments(registry), { endpoint: 'e'.repeat(257) }, work).catch(
        (error: unknown) => error,
      );
    },
    telling: {
      'http.request.completed': async (seconds) => ({
        ...{ method: 'other', endpoint: 'e'.repeat(257), status: 503 },
        seconds: await seconds('http_request_duration_seconds'),
      }),
    },
  },
  {
    what: 'a generation that is being worked on',
    tracked: (registry) => {
      void trackVideoGeneration(videoInstruments(registry), GENERATION, () => NEVER);
    },
    telling: { 'video.generation.started': () => ({ generation: 'g-13' }) },
  },
  {
    what: 'a generation that ends well',
    tracked: (registry) => {
      const videos = videoInstruments(registry);
      trackVideoGeneration(videos, GENERATION, () => {
        timeStage(videos, 'render', () => 'frames');
        videos.quality.observe({ theme: 'nature', optimization_level: 'fast' }, 0.96);
      });
    },
    telling: {
      'video.generation.started': () => ({ generation: 'g-13' }),
      'video.stage.completed': async (seconds) => ({
        stage: 'render',
        seconds: await seconds('video_generation_stage_duration_seconds'),
      }),
      'video.quality.measured': () => ({ theme: 'nature', level: 'fast', score: 0.96 }),
      'video.generation.finished': async (seconds) => ({
        ...GENERATED,
        seconds: await seconds('video_generation_duration_seconds'),
      }),
    },
  },
  {
    what: 'a generation that fails',
    tracked: (registry) => {
      const videos = videoInstruments(registry);
      const work = () => timeStage(videos, 'optimise', fails);
      expect(() => trackVideoGeneration(videos, GENERATION, work)).toThrow(EncoderError);
    },
    telling: {
      'video.generation.started': () => ({ generation: 'g-13' }),
      'video.stage.completed': async (seconds) => ({
        stage: 'optimise',
        seconds: await seconds('video_generation_stage_duration_seconds'),
      }),
      'video.generation.failed': () => ({
        ...{ generation: 'g-13', theme: 'nature', userId: 'u-17' },
        ...{ stage: 'optimise', errorType: 'EncoderError' },
      }),
    },
  },
  {
    what: 'an optimisation that ends well',
    tracked: (registry) => {
      const optimizations = optimizationInstruments(registry);
      trackAiOptimization(optimizations, RUN, () => {
        optimizations.sizeReduction.observe({ optimization_type: 'thumbnail' }, -7);
      });
    },
    telling: {
      'ai.optimization.finished': async (seconds) => ({
        ...{ ...RUN, sizeReductionPercent: -7 },
        seconds: await seconds('ai_optimization_duration_seconds'),
      }),
    },
  },
  {
    what: 'an optimisation that fails',
    tracked: (registry) => {
      const optimizations = optimizationInstruments(registry);
      expect(() => trackAiOptimization(optimizations, RUN, fails)).toThrow(EncoderError);
    },
    telling: { 'ai.optimization.failed': () => ({ ...RUN, errorType: 'EncoderError' }) },
  },
  {
    what: 'a storage sweep',
    tracked: (registry) => {
      bind(registry, sweep.lastSuccess).set(Date.parse(AT) / 1000);
      bind(registry, sweep.duration).set(12.5);
      bind(registry, sweep.freed).set(19);
    },
    telling: { 'storage.sweep.finished': () => ({ seconds: 12.5, freedBytes: 19 }) },
  },
];

const NEVER = new Promise<never>(() => undefined);

describe('what an event moves', () => {
  it.each(HAPPENINGS)('is what the instruments count for $what', async ({ tracked, telling }) => {
    const registry = new Registry();
    await tracked(registry);
    const counted = samplesOf(await registry.metrics());
    expect(samplesOf(await told(telling, registry))).toEqual(counted);
    expect(counted.length).toBeGreaterThan(0);
  });

  it('is shown above for every type there is', () => {
    const shown = new Set(HAPPENINGS.flatMap(({ telling }) => Object.keys(telling)));
    expect([...shown].sort()).toEqual(Object.keys(EVENTS).sort());
  });
});
