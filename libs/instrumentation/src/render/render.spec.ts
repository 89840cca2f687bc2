import { counter, gauge, histogram, upTo } from '@aura/metrics';
import fc from 'fast-check';
import {
  Counter,
  Gauge,
  Histogram,
  Registry,
  Summary,
  type RegistryContentType,
} from 'prom-client';
import { bind } from '../bind.js';
import { renderMetrics, renderSlices } from './render.js';

type AnyRegistry = Registry<RegistryContentType>;

const LABELS = { outcome: ['done', 'failed'], user: upTo(500, 'a test') } as const;
const BUCKETS = [0.5, 2, 11];
const jobs = counter({
  name: 'studio_jobs_total',
  unit: 'count',
  help: 'Jobs\\that ended.',
  labels: LABELS,
});
const depth = gauge({ name: 'studio_depth', unit: 'count', help: 'Depth.', labels: LABELS });
const waits = histogram({
  name: 'studio_wait_seconds',
  unit: 'seconds',
  help: 'Waits.',
  labels: LABELS,
  buckets: BUCKETS,
});

const labels = fc.record({
  outcome: fc.constantFrom(...LABELS.outcome),
  user: fc.string({ unit: 'binary', maxLength: 4 }),
});
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => value !== 0);
const exemplar = fc.option(fc.record({ trace_id: fc.string({ unit: 'binary', maxLength: 40 }) }), {
  nil: undefined,
});
const update = fc.record({ labels, value: finite, any: fc.double(), exemplar });
type Update = typeof update extends fc.Arbitrary<infer U> ? U : never;

const world = fc.record({
  contentType: fc.constantFrom(Registry.PROMETHEUS_CONTENT_TYPE, Registry.OPENMETRICS_CONTENT_TYPE),
  defaultLabels: fc.constantFrom(
    {},
    { app: 'studio"11' },
    { user: 'everybody', le: 'x', zone: 'b' },
  ),
  rounds: fc.array(fc.array(update, { maxLength: 8 }), { minLength: 1, maxLength: 4 }),
});

/** Ours in a registry, whose counter of folded values is left out: prom-client has none. */
function ours(registry: AnyRegistry): (update: Update) => void {
  const handles = [bind(registry, jobs), bind(registry, depth), bind(registry, waits)] as const;
  registry.removeSingleMetric('instrumentation_label_overflows_total');
  return ({ labels, value, any, exemplar }) => {
    handles[0].inc(labels, Math.abs(value), exemplar);
    handles[1].set(labels, any);
    handles[2].observe(labels, value, exemplar);
  };
}

/** The same metrics as prom-client's own. */
function theirs(registry: AnyRegistry, prefix = ''): (update: Update) => void {
  const labelNames: string[] = Object.keys(LABELS);
  const isOpen = registry.contentType === Registry.OPENMETRICS_CONTENT_TYPE;
  const options = { labelNames, registers: [registry], enableExemplars: isOpen };
  const named = ({ name, help }: { name: string; help: string }) => ({ name: prefix + name, help });
  const counted = new Counter({ ...named(jobs), ...options });
  const set = new Gauge({ ...named(depth), labelNames, registers: [registry] });
  const observed = new Histogram({ ...named(waits), ...options, buckets: BUCKETS });
  return ({ labels, value, any, exemplar }) => {
    const exemplarLabels = exemplar === undefined ? {} : { exemplarLabels: exemplar };
    if (isOpen) {
      counted.inc({ labels, value: Math.abs(value), ...exemplarLabels });
      observed.observe({ labels, value, ...exemplarLabels });
    } else {
      counted.inc(labels, Math.abs(value));
      observed.observe(labels, value);
    }
    set.set(labels, any);
  };
}

function emptyRegistry({
  contentType,
  defaultLabels,
}: {
  contentType: RegistryContentType;
  defaultLabels: object;
}): AnyRegistry {
  const registry: AnyRegistry = new Registry();
  registry.setContentType(contentType);
  registry.setDefaultLabels(defaultLabels);
  return registry;
}

describe('renderMetrics', () => {
  beforeEach(() => {
    jest.spyOn(Date, 'now').mockReturnValue(1_700_000_011_013);
  });

  it('writes for bound metrics what prom-client writes for its own, scrape after scrape', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ rounds, ...made }) => {
        const [mine, peer] = [emptyRegistry(made), emptyRegistry(made)];
        const updates = [ours(mine), theirs(peer)];
        for (const round of rounds) {
          for (const one of round) for (const apply of updates) apply(one);
          expect(await renderMetrics(mine)).toBe(await peer.metrics());
        }
      }),
    );
  });

  it('writes what the registry itself writes, with metrics of others in it', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ rounds, ...made }) => {
        const registry = emptyRegistry(made);
        const updates = [ours(registry), theirs(registry, 'their_')];
        const summary = new Summary({
          ...{ name: 'their_summary', help: 'Waits.', labelNames: ['user'] as const },
          ...{ registers: [registry], percentiles: [0.5, 0.99] },
        });
        for (const round of rounds) {
          for (const one of round) for (const apply of updates) apply(one);
          for (const { labels, value } of round) summary.observe({ user: labels.user }, value);
          const text = await renderMetrics(registry);
          expect(text).toBe(await registry.metrics());
          expect(await renderMetrics(registry)).toBe(text);
        }
      }),
    );
  });

  it('follows a reset, a new default label and another format', async () => {
    const registry: AnyRegistry = new Registry();
    const apply = ours(registry);
    const texts = [];
    for (const change of [
      () => {
        apply({
          labels: { outcome: 'done', user: 'u11' },
          value: 11,
          any: -0,
          exemplar: undefined,
        });
      },
      () => {
        registry.setDefaultLabels({ app: 'studio' });
      },
      () => {
        registry.resetMetrics();
      },
      () => {
        registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
      },
      () => {
        apply({
          labels: { outcome: 'failed', user: 'u12' },
          value: 12,
          any: NaN,
          exemplar: { trace_id: 't13' },
        });
      },
    ]) {
      change();
      const text = await renderMetrics(registry);
      expect(text).toBe(await registry.metrics());
      texts.push(text);
    }
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('writes a registry without metrics as prom-client does', async () => {
    for (const type of [Registry.PROMETHEUS_CONTENT_TYPE, Registry.OPENMETRICS_CONTENT_TYPE]) {
      const registry: AnyRegistry = new Registry();
      registry.setContentType(type);
      expect(await renderMetrics(registry)).toBe(await registry.metrics());
    }
  });

  it('fails before its first slice when a metric cannot be collected', async () => {
    const registry = new Registry();
    bind(registry, depth).set({ outcome: 'done', user: 'u11' }, 11);
    new Gauge({
      ...{ name: 'broken', help: 'Broken.', registers: [registry] },
      collect: () => Promise.reject(new Error('no driver')),
    });
    await expect(renderSlices(registry).next()).rejects.toThrow('no driver');
  });

  it('gives others a turn between slices, and the same text to scrapes that overlap', async () => {
    const registry = new Registry();
    const handle = bind(registry, { ...depth, labels: { user: upTo(50_001, 'a test') } });
    for (let user = 0; user < 50_000; user += 1) handle.set({ user: `u${String(user)}` }, user);
    let turns = 0;
    const turn = (): void => {
      turns += 1;
      next = setImmediate(turn);
    };
    let next = setImmediate(turn);
    const [one, other] = await Promise.all([renderMetrics(registry), renderMetrics(registry)]);
    clearImmediate(next);

    expect(turns).toBeGreaterThan(1);
    expect(one).toBe(other);
    expect(one).toBe(await registry.metrics());
  });
});
