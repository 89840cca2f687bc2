import { counter, gauge, histogram, upTo } from '@aura/metrics';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { bind } from '../src/bind.js';

/** A histogram of eleven buckets has fourteen series, so that one user costs sixteen. */
const SERIES_A_USER = 16;
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** The same series in our instruments and in prom-client's, updated alike. */
export interface World {
  readonly ours: Registry;
  readonly peer: Registry;
  /** One more job of a share of the users, the same users on both sides. */
  readonly update: (share: number) => void;
}

interface Instruments {
  readonly count: (user: string) => void;
  readonly set: (user: string, value: number) => void;
  readonly observe: (user: string, value: number) => void;
}

/** So many series, a few dozen more or less; `seed` makes runs alike. */
export function worldOf(series: number, seed = 11): World {
  const users = Array.from(
    { length: Math.round(series / SERIES_A_USER) },
    (_, i) => `user-${String(i)}`,
  );
  const [ours, peer] = [new Registry(), new Registry()];
  const sides = [boundIn(ours, users.length), ownIn(peer)];
  const random = mulberry32(seed);
  const update = (share: number): void => {
    for (const user of users) {
      if (random() >= share) continue;
      const seconds = random() * 6;
      for (const side of sides) {
        side.count(user);
        side.set(user, seconds);
        side.observe(user, seconds);
      }
    }
  };
  update(1);
  return { ours, peer, update };
}

function boundIn(registry: Registry, users: number): Instruments {
  const labels = { outcome: ['done', 'failed'], user: upTo(users + 1, 'a benchmark') } as const;
  const outcome = 'done';
  const jobs = bind(
    registry,
    counter({ name: 'bench_jobs_total', unit: 'count', help: 'Jobs.', labels }),
  );
  const last = bind(
    registry,
    gauge({ name: 'bench_last_seconds', unit: 'seconds', help: 'Last.', labels }),
  );
  const waits = bind(
    registry,
    histogram({
      ...{ name: 'bench_wait_seconds', unit: 'seconds', help: 'Waits.', labels },
      buckets: BUCKETS,
    }),
  );
  return {
    count: (user) => {
      jobs.inc({ outcome, user });
    },
    set: (user, value) => {
      last.set({ outcome, user }, value);
    },
    observe: (user, value) => {
      waits.observe({ outcome, user }, value);
    },
  };
}

function ownIn(registry: Registry): Instruments {
  const named = { help: 'Peer.', labelNames: ['outcome', 'user'] as const, registers: [registry] };
  const outcome = 'done';
  const jobs = new Counter({ name: 'bench_jobs_total', ...named });
  const last = new Gauge({ name: 'bench_last_seconds', ...named });
  const waits = new Histogram({ name: 'bench_wait_seconds', ...named, buckets: [...BUCKETS] });
  return {
    count: (user) => {
      jobs.inc({ outcome, user });
    },
    set: (user, value) => {
      last.set({ outcome, user }, value);
    },
    observe: (user, value) => {
      waits.observe({ outcome, user }, value);
    },
  };
}

/** Numbers in [0, 1), the same ones for the same seed: Tommy Ettinger's mulberry32. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
