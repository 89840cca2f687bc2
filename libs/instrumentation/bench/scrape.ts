import type { HeapProfiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { monitorEventLoopDelay, performance, type IntervalHistogram } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Registry } from 'prom-client';
import { renderSlices } from '../src/render/render.js';
import { collectGarbage, median, report, sidesOf, type Pair } from './measure.js';
import { worldOf, type World } from './world.js';

const SIZES = [1_000, 10_000, 100_000] as const;
const SHARES = [
  [0, 'nothing changed'],
  [0.1, 'a tenth changed'],
  [1, 'all changed'],
] as const;
const ROUNDS = 15;
const WARM_UP_ROUNDS = 3;

type Scrape = (registry: Registry) => Promise<number>;

/** Both give the bytes that a server writes to its socket. */
const SCRAPES: Pair<Scrape> = {
  ours: async (registry) => {
    let bytes = 0;
    for await (const slice of renderSlices(registry)) bytes += slice.length;
    return bytes;
  },
  peer: async (registry) => Buffer.from(await registry.metrics()).length,
};

/** What a scrape costs: time, how long it keeps the event loop from others, and what it leaves to collect. */
export async function benchScrapes(): Promise<void> {
  for (const size of SIZES) {
    const world = worldOf(size);
    const of = `scrape of ${String(size)} series`;
    for (const [share, what] of SHARES) {
      const times = await medians(world, { share, rounds: ROUNDS }, timed);
      report({ name: `${of}, ${what}`, unit: 'ms', ...times });
    }
    const longest = await medians(
      world,
      { share: 1, rounds: 5 },
      delayed(({ max }) => max),
    );
    report({ name: `${of} under load: longest delay of the event loop`, unit: 'ms', ...longest });
    const p99 = await medians(
      world,
      { share: 1, rounds: 5 },
      delayed((all) => all.percentile(99)),
    );
    report({ name: `${of} under load: 99th percentile of its delay`, unit: 'ms', ...p99 });
    const heap = await medians(world, { share: 0.1, rounds: 5 }, allocated);
    report({ name: `${of}, a tenth changed: allocated on the heap`, unit: 'KiB', ...heap });
  }
}

type Probe = (scrape: () => Promise<number>, world: World) => Promise<number>;

/** Each round changes a share of the series, then has both sides scraped, the order changing. */
async function medians(
  world: World,
  { share, rounds }: { readonly share: number; readonly rounds: number },
  probe: Probe,
): Promise<Pair<number>> {
  const found: Pair<number[]> = { ours: [], peer: [] };
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    world.update(share);
    for (const side of sidesOf(round)) {
      collectGarbage();
      const value = await probe(() => SCRAPES[side](world[side]), world);
      if (round >= 0) found[side].push(value);
    }
  }
  return { ours: median(found.ours), peer: median(found.peer) };
}

async function timed(scrape: () => Promise<number>): Promise<number> {
  const began = performance.now();
  await scrape();
  return performance.now() - began;
}

const SCRAPES_A_ROUND = 4;
const PAUSE_MS = 20;

/** Milliseconds of what Node's own monitor says of the event loop, while it has updates to do and is scraped. */
function delayed(figureOf: (delays: IntervalHistogram) => number): Probe {
  return async (scrape, world) => {
    const monitor = monitorEventLoopDelay({ resolution: 1 });
    const load = setInterval(() => {
      world.update(SHARE_A_TICK);
    }, 1);
    await pause(PAUSE_MS);
    monitor.enable();
    for (let i = 0; i < SCRAPES_A_ROUND; i += 1) {
      await scrape();
      await pause(PAUSE_MS);
    }
    monitor.disable();
    clearInterval(load);
    return figureOf(monitor) / 1e6;
  };
}

/** So that an update of some series comes between any two turns, and costs next to nothing itself. */
const SHARE_A_TICK = 0.001;

/** KiB of objects allocated, garbage included, by V8's sampling profiler. What Node keeps in buffers is not among them. */
async function allocated(scrape: () => Promise<number>): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: 4096,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await scrape();
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  return sizeOf(profile.head) / 1024;
}

function sizeOf({ selfSize, children }: HeapProfiler.SamplingHeapProfileNode): number {
  return children.reduce((sum, child) => sum + sizeOf(child), selfSize);
}
