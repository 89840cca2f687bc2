import { counter, histogram, upTo } from '@aura/metrics';
import { Counter, Histogram, Registry } from 'prom-client';
import { bind } from '../src/bind.js';
import { report, timeCalls, type Pair } from './measure.js';

const CALLS = 300_000;
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
const LABELS = { outcome: ['done', 'failed'], user: upTo(1_000, 'a benchmark') } as const;
const SERIES = { outcome: 'done', user: 'user-11' } as const;
const TOTAL = counter({ name: 'bench_jobs_total', unit: 'count', help: 'Jobs.', labels: LABELS });
const WAITS = histogram({
  ...{ name: 'bench_wait_seconds', unit: 'seconds', help: 'Waits.' },
  ...{ labels: LABELS, buckets: BUCKETS },
});

const PEER = { help: 'Peer.', labelNames: ['outcome', 'user'] as const };

/** Values over all buckets, the same for both sides. */
const VALUES = Float64Array.from({ length: 1024 }, (_, i) => ((i * 373) % 1024) / 93);

type Loop = (calls: number) => void;

/** What one update costs, through a pre-bound series and through its labels. */
export async function benchUpdates(): Promise<void> {
  for (const [name, pair] of [...counters(), ...histograms()]) {
    report({ name, unit: 'ns/call', ...(await timeCalls(pair, CALLS)) });
  }
}

/* Each loop is written out: one that is handed the update to make would measure that call as well. */

function counters(): readonly (readonly [string, Pair<Loop>])[] {
  const ours = bind(new Registry(), TOTAL);
  const peer = new Counter({ name: TOTAL.name, ...PEER, registers: [new Registry()] });
  const [series, child] = [ours.series(SERIES), peer.labels(SERIES)];
  const bound: Pair<Loop> = {
    ours: (calls) => {
      for (let i = 0; i < calls; i += 1) series.inc();
    },
    peer: (calls) => {
      for (let i = 0; i < calls; i += 1) child.inc();
    },
  };
  const labelled: Pair<Loop> = {
    ours: (calls) => {
      for (let i = 0; i < calls; i += 1) ours.inc({ outcome: 'done', user: 'user-11' });
    },
    peer: (calls) => {
      for (let i = 0; i < calls; i += 1) peer.inc({ outcome: 'done', user: 'user-11' });
    },
  };
  return [
    ['bound counter', bound],
    ['labelled counter', labelled],
  ];
}

function histograms(): readonly (readonly [string, Pair<Loop>])[] {
  const ours = bind(new Registry(), WAITS);
  const registers = [new Registry()];
  const peer = new Histogram({ name: WAITS.name, ...PEER, registers, buckets: [...BUCKETS] });
  const [series, child] = [ours.series(SERIES), peer.labels(SERIES)];
  const bound: Pair<Loop> = {
    ours: (calls) => {
      for (let i = 0; i < calls; i += 1) series.observe(VALUES[i & 1023] ?? 0);
    },
    peer: (calls) => {
      for (let i = 0; i < calls; i += 1) child.observe(VALUES[i & 1023] ?? 0);
    },
  };
  const labelled: Pair<Loop> = {
    ours: (calls) => {
      for (let i = 0; i < calls; i += 1) ours.observe(SERIES, VALUES[i & 1023] ?? 0);
    },
    peer: (calls) => {
      for (let i = 0; i < calls; i += 1) peer.observe(SERIES, VALUES[i & 1023] ?? 0);
    },
  };
  return [
    ['bound histogram', bound],
    ['labelled histogram', labelled],
  ];
}
