import { counter, gauge, histogram, http, sweep, upTo } from '@aura/metrics';
import { Counter, Gauge, Registry, type OpenMetricsContentType } from 'prom-client';
import { bind } from './bind.js';
import { DROPPED_UPDATE } from './misuse.js';

const jobs = counter({
  name: 'studio_jobs_total',
  unit: 'count',
  help: 'Jobs that ended.',
  labels: { outcome: ['done', 'failed'] },
});
const users = counter({
  name: 'studio_users_total',
  unit: 'count',
  help: 'Visits.',
  labels: { user: upTo(3, 'a test') },
});
const depth = gauge({ name: 'studio_depth', unit: 'count', help: 'Depth.', labels: {} });
const waits = histogram({
  name: 'studio_wait_seconds',
  unit: 'seconds',
  help: 'Waits.',
  labels: {},
  buckets: [0.5, 2],
});

async function samples(registry: Registry): Promise<string[]> {
  const text = await registry.metrics();
  return text.split('\n').filter((line) => line !== '' && !/^#|^instrumentation_/.test(line));
}

function warnings(): unknown[][] {
  return jest.spyOn(process, 'emitWarning').mockReturnValue().mock.calls;
}

describe('bind', () => {
  it('shows closed sets at zero, with the definition as help and type', async () => {
    const registry = new Registry();
    bind(registry, jobs);
    expect(await registry.metrics()).toBe(
      [
        '# HELP studio_jobs_total Jobs that ended.',
        '# TYPE studio_jobs_total counter',
        'studio_jobs_total{outcome="done"} 0',
        'studio_jobs_total{outcome="failed"} 0',
        '',
      ].join('\n'),
    );
  });

  it('shows an unset gauge and an open label nowhere', async () => {
    const registry = new Registry();
    bind(registry, depth);
    bind(registry, http.requests);
    expect(await samples(registry)).toEqual([]);
  });

  it('counts through the labels and through a bound series into the same place', async () => {
    const registry = new Registry();
    const failed = bind(registry, jobs).series({ outcome: 'failed' });
    failed.inc(11);
    bind(registry, jobs).inc({ outcome: 'failed' });
    failed.inc();
    expect(await samples(registry)).toEqual([
      'studio_jobs_total{outcome="done"} 0',
      'studio_jobs_total{outcome="failed"} 13',
    ]);
  });

  it('gives the same handle for an equal definition', () => {
    const registry = new Registry();
    expect(bind(registry, { ...jobs, labels: { outcome: ['done', 'failed'] } })).toBe(
      bind(registry, jobs),
    );
  });

  it('binds anew in a registry that was cleared', async () => {
    const registry = new Registry();
    bind(registry, depth).set(11);
    registry.clear();
    bind(registry, depth).set(12);
    expect(await samples(registry)).toEqual(['studio_depth 12']);
  });

  it('refuses a name that something else already has', () => {
    const registry = new Registry();
    new Counter({ name: 'studio_jobs_total', help: 'Another.', registers: [registry] });
    expect(() => bind(registry, jobs)).toThrow(
      'cannot bind studio_jobs_total: this registry already has a metric of that name that was not bound from a definition; remove one of the two',
    );
  });

  it('refuses a second definition of a name', () => {
    const registry = new Registry();
    bind(registry, jobs);
    expect(() => bind(registry, { ...jobs, help: 'Another.' })).toThrow(
      'cannot bind studio_jobs_total: this registry already has another definition of that name; give one of the two another name',
    );
  });

  it('keeps its series, and the series its places, when the registry resets', async () => {
    const registry = new Registry();
    const done = bind(registry, jobs).series({ outcome: 'done' });
    done.inc(17);
    registry.resetMetrics();
    done.inc(2);
    expect(await samples(registry)).toEqual([
      'studio_jobs_total{outcome="done"} 2',
      'studio_jobs_total{outcome="failed"} 0',
    ]);
  });

  it('writes OpenMetrics too, beside metrics that others registered', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(1_700_000_011_013);
    const registry = new Registry<OpenMetricsContentType>();
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    bind(registry, jobs).inc({ outcome: 'done' }, 3, { trace_id: 't"1\n' });
    new Gauge({ name: 'theirs', help: 'Theirs.', registers: [registry] }).set(3);
    expect(await registry.metrics()).toBe(
      [
        '# HELP studio_jobs Jobs that ended.',
        '# TYPE studio_jobs counter',
        'studio_jobs_total{outcome="done"} 3 # {trace_id="t\\"1\\n"} 3 1700000011.013',
        'studio_jobs_total{outcome="failed"} 0',
        '# HELP theirs Theirs.',
        '# TYPE theirs gauge',
        'theirs 3',
        '# EOF',
        '',
      ].join('\n'),
    );
  });
});

describe('an open label', () => {
  it('folds values beyond its ceiling into other', async () => {
    const registry = new Registry();
    const handle = bind(registry, users);
    for (const user of ['u11', 'u12', 'u13', 'other', 'u14', 'u11']) handle.inc({ user });
    expect(await samples(registry)).toEqual([
      'studio_users_total{user="u11"} 2',
      'studio_users_total{user="u12"} 1',
      'studio_users_total{user="other"} 3',
    ]);
  });

  it('counts what was folded, from zero on', async () => {
    const registry = new Registry();
    const handle = bind(registry, users);
    const folded = async (): Promise<string | undefined> =>
      (await registry.metrics())
        .split('\n')
        .find((line) => line.startsWith('instrumentation_label'));
    const before = await folded();
    for (const user of ['u11', 'u12', 'u13', 'other', 'u14', 'u11']) handle.inc({ user });

    const series =
      'instrumentation_label_overflows_total{metric="studio_users_total",label="user"}';
    expect([before, await folded()]).toEqual([`${series} 0`, `${series} 2`]);
  });
});

describe('a histogram', () => {
  it('counts a value into every bucket that holds it', async () => {
    const registry = new Registry();
    const handle = bind(registry, waits);
    for (const seconds of [0.5, 0.7, 11]) handle.observe(seconds);
    expect(await samples(registry)).toEqual([
      'studio_wait_seconds_bucket{le="0.5"} 1',
      'studio_wait_seconds_bucket{le="2"} 2',
      'studio_wait_seconds_bucket{le="+Inf"} 3',
      'studio_wait_seconds_sum 12.2',
      'studio_wait_seconds_count 3',
    ]);
  });

  it('observes what a timer measured', async () => {
    const registry = new Registry();
    const seconds = bind(registry, waits).startTimer()();
    expect(await samples(registry)).toContain(`studio_wait_seconds_sum ${String(seconds)}`);
  });
});

describe('an update that makes no sense', () => {
  it.each([-1, NaN, Infinity])('leaves a counter alone: %p', async (by) => {
    warnings();
    const registry = new Registry();
    bind(registry, jobs).inc({ outcome: 'done' }, by);
    expect(await samples(registry)).toEqual([
      'studio_jobs_total{outcome="done"} 0',
      'studio_jobs_total{outcome="failed"} 0',
    ]);
  });

  it('is told of once for each metric and fault', () => {
    const warned = warnings();
    const registry = new Registry();
    for (const by of [-1, -2]) bind(registry, jobs).inc({ outcome: 'done' }, by);
    bind(registry, waits).observe(NaN);
    bind(registry, depth).inc(NaN);
    bind(registry, jobs).inc({ outcome: 'exploded' as 'done' });
    expect(warned).toEqual(
      [
        ['studio_jobs_total: a counter takes finite increments of at least 0', DROPPED_UPDATE],
        ['studio_wait_seconds: a histogram takes finite values', DROPPED_UPDATE],
        ['studio_depth: a gauge moves by finite steps', DROPPED_UPDATE],
        [
          'studio_jobs_total: label outcome is missing or holds a value that is not in its domain',
          DROPPED_UPDATE,
        ],
      ].map(([fault, name]) => [`${String(fault)}; the update is dropped`, name]),
    );
  });

  it('keeps the count and drops an exemplar that OpenMetrics would refuse', async () => {
    const warned = warnings();
    const registry = new Registry();
    bind(registry, jobs).inc({ outcome: 'done' }, 2, { trace_id: 't'.repeat(121) });
    bind(registry, waits).observe(0.25, { trace_id: 't'.repeat(121) });

    expect(await samples(registry)).toContain('studio_jobs_total{outcome="done"} 2');
    expect(warned.map(([fault]) => fault)).toEqual([
      'studio_jobs_total: an exemplar has at most 128 characters of labels; the exemplar is dropped, the update counts',
      'studio_wait_seconds: an exemplar has at most 128 characters of labels; the exemplar is dropped, the update counts',
    ]);
  });

  it('does not reach a gauge that another update reached', async () => {
    warnings();
    const registry = new Registry();
    const freed = bind(registry, sweep.freed);
    freed.inc(5);
    freed.dec(Infinity);
    freed.dec();
    expect(await samples(registry)).toEqual(['storage_sweep_freed_bytes 4']);
  });
});
