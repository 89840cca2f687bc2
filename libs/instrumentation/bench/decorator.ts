import { video } from '@aura/metrics';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { TrackVideoGeneration } from '../src/decorators.js';
import { report, timeCalls } from './measure.js';

const CALLS = 50_000;

interface Studio {
  render(user: string): Promise<number>;
}

class Plain implements Studio {
  async render(user: string): Promise<number> {
    await Promise.resolve();
    return user.length;
  }
}

const REGISTRY = new Registry();

class Tracked implements Studio {
  @TrackVideoGeneration({
    ...{ theme: 'tech', videoSeconds: 5, registry: REGISTRY },
    userId: (user: string) => user,
  })
  async render(user: string): Promise<number> {
    await Promise.resolve();
    return user.length;
  }
}

/** What watching an async method adds to a call: by our decorator, and written by hand with prom-client. */
export async function benchDecorator(): Promise<void> {
  const [plain, tracked, byHand] = [new Plain(), new Tracked(), handWritten()];
  const bare = await timeCalls({ ours: repeated(plain), peer: repeated(plain) }, CALLS);
  const watched = await timeCalls({ ours: repeated(tracked), peer: repeated(byHand) }, CALLS);
  const alone = Math.min(bare.ours, bare.peer);
  report({
    name: 'tracked async method, added to a call',
    unit: 'ns/call',
    ours: watched.ours - alone,
    peer: watched.peer - alone,
  });
}

function repeated(studio: Studio): (calls: number) => Promise<void> {
  return async (calls) => {
    for (let i = 0; i < calls; i += 1) await studio.render('user-11');
  };
}

/** The same metrics, as one writes them with prom-client. */
function handWritten(): Studio {
  const registers = [new Registry()];
  const { name, help } = video.generations;
  const calls = new Counter({ name, help, labelNames: ['theme', 'user_id'], registers });
  const inFlight = new Gauge({ name: video.inFlight.name, help, registers });
  const duration = new Histogram({
    ...{ name: video.duration.name, help, registers, labelNames: ['theme', 'duration_category'] },
    buckets: [...(video.duration.buckets ?? [])],
  });
  const plain = new Plain();
  return {
    render: async (user) => {
      const stop = duration.startTimer({ theme: 'tech', duration_category: 'medium' });
      inFlight.inc();
      try {
        return await plain.render(user);
      } finally {
        inFlight.dec();
        calls.inc({ theme: 'tech', user_id: user });
        stop();
      }
    },
  };
}
