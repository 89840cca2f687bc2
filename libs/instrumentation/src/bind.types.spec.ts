import { gateway, http, optimization, queue, sweep, video } from '@aura/metrics';
import { Registry } from 'prom-client';
import { bind } from './bind.js';
import { TrackAiOptimization, TrackRequests, TrackVideoGeneration } from './decorators.js';
import { readAtScrape } from './scrape.js';
import { stageTimer } from './stages.js';
import { timeStage, trackVideoGeneration, videoInstruments } from './video.js';

/* Each marked line must fail to compile; tsc reports a marker that stands over a line which compiles. */
function handles(registry: Registry): unknown {
  const pushes = bind(registry, gateway.pushes);
  const durations = bind(registry, http.duration);
  // @ts-expect-error every label is required
  bind(registry, video.generations).inc({ theme: 'tech' });
  // @ts-expect-error a closed label takes only its values
  pushes.inc({ route: 'push', outcome: 'exploded' });
  // @ts-expect-error a label that the metric does not have
  pushes.inc({ route: 'push', outcome: 'accepted', job: 'sweep' });
  // @ts-expect-error a metric without labels takes none
  bind(registry, sweep.freed).set({}, 11);
  // @ts-expect-error a counter never falls, so it cannot be set
  const set: keyof typeof pushes = 'set';
  // @ts-expect-error a counter cannot go down
  const dec: keyof typeof pushes = 'dec';
  // @ts-expect-error a histogram observes, it does not count
  const inc: keyof typeof durations = 'inc';
  // @ts-expect-error a bound series has its labels already
  pushes.series({ route: 'push', outcome: 'accepted' }).inc({ route: 'push', outcome: 'accepted' });
  // @ts-expect-error a gauge needs its value
  bind(registry, queue.workers).set({ queue: 'render' });
  return [set, dec, inc, durations];
}

function scrapes(registry: Registry): void {
  const onError = (): void => undefined;
  const read = () => Promise.resolve([{ labels: { queue: 'render' as const }, value: 1 }]);
  readAtScrape(registry, queue.workers, { read, onError });
  // @ts-expect-error a reading carries every label
  readAtScrape(registry, queue.jobs, { read, onError });
  // @ts-expect-error a distribution is not read, it is observed
  readAtScrape(registry, optimization.duration, { onError, read: () => Promise.resolve([]) });
  // @ts-expect-error somebody must hear of a failed read
  readAtScrape(registry, sweep.freed, { read: () => Promise.resolve([]) });
}

class Misled {
  // @ts-expect-error the length of the video is part of what is counted
  @TrackVideoGeneration({ theme: 'tech', userId: 'u11' })
  noLength(): number {
    return 11;
  }

  // @ts-expect-error a level that nobody defined
  @TrackAiOptimization({ type: 'video', level: 'extreme' })
  wrongLevel(): number {
    return 12;
  }

  // @ts-expect-error the selector reads a number, the method is given a string
  @TrackRequests({ endpoint: (id: number) => id.toFixed() })
  wrongArgument(id: string): string {
    return id;
  }

  // @ts-expect-error the selector reads a second argument, the method is called with one
  @TrackRequests({ endpoint: (_: string, name: string) => name })
  tooFewArguments(id: string): string {
    return id;
  }
}

function stages(registry: Registry): unknown {
  const videos = videoInstruments(registry);
  const timer = stageTimer(videos);
  const noir = { theme: 'noir', userId: 'u11', videoSeconds: 5 } as const;
  // @ts-expect-error a theme that nobody defined
  trackVideoGeneration(videos, noir, () => 14);
  // @ts-expect-error a stage that does not exist
  timer.run('encode', () => 11);
  // @ts-expect-error nor can it be gone on to
  timer.next('encode');
  // @ts-expect-error nor be timed without a timer
  timeStage(videos, 'encode', () => 12);
  // @ts-expect-error a histogram without stages times none
  stageTimer({ stageDuration: bind(registry, http.duration) });
  // @ts-expect-error the times are told, not written
  timer.times = [];
  return timer;
}

it('compiles only where the marked lines do not', () => {
  expect([handles, scrapes, Misled, stages]).toBeDefined();
});
