import { counter, gauge, histogram, upTo } from '@aura/metrics';
import { Registry, type OpenMetricsContentType } from 'prom-client';
import { bind } from './bind.js';
import { readAtScrape } from './scrape.js';
import { renderMetrics } from './render/render.js';

/* What callers without types hand over, most of it from a request's body. The compiler refuses it all: hence `as never`. */

const visits = counter({
  name: 'studio_visits_total',
  unit: 'count',
  help: 'Visits.',
  labels: { user: upTo(11, 'a test') },
});
const jobs = counter({
  name: 'studio_jobs_total',
  unit: 'count',
  help: 'Jobs.',
  labels: { outcome: ['done', '500'] },
});
const depth = gauge({ name: 'studio_depth', unit: 'count', help: 'Depth.', labels: {} });
const waits = histogram({
  ...{ name: 'studio_wait_seconds', unit: 'seconds', help: 'Waits.', labels: {} },
  buckets: [2],
});

async function samples(registry: Registry): Promise<string[]> {
  const text = await renderMetrics(registry);
  expect(text).toBe(await registry.metrics());
  return text.split('\n').filter((line) => line !== '' && !/^#|^instrumentation_/.test(line));
}

beforeEach(() => {
  jest.spyOn(process, 'emitWarning').mockReturnValue();
});

describe('a label value', () => {
  it('that is a number is its digits, and one series with the text', async () => {
    const registry = new Registry();
    const [byUser, byOutcome] = [bind(registry, visits), bind(registry, jobs)];
    byUser.inc({ user: 42 as never });
    byUser.inc({ user: '42' });
    byOutcome.inc({ outcome: 500 as never });

    expect(await samples(registry)).toEqual([
      'studio_visits_total{user="42"} 2',
      'studio_jobs_total{outcome="done"} 0',
      'studio_jobs_total{outcome="500"} 1',
    ]);
  });

  it.each([
    ['an object whose text cannot be had', JSON.parse('{"toString":1}')],
    ['a list', ['42']],
    ['a symbol', Symbol('42')],
    ['null', null],
  ])('that is %s is dropped, and every later scrape is answered', async (_, user) => {
    const registry = new Registry();
    bind(registry, visits).inc({ user: user as never });
    bind(registry, visits).inc({ user: 'u11' });

    expect(await samples(registry)).toEqual(['studio_visits_total{user="u11"} 1']);
  });

  it('is not what an object inherits', async () => {
    const registry = new Registry();
    const labels = { constructor: upTo(11, 'a test') };
    bind(registry, { ...visits, labels }).inc({} as never);

    expect(await samples(registry)).toEqual([]);
  });

  it('that UTF-8 cannot hold is written as what stands for it, once', async () => {
    const registry = new Registry();
    for (const user of ['a\ud800', 'a\udfff']) bind(registry, visits).inc({ user });

    expect(await samples(registry)).toEqual(['studio_visits_total{user="a\ufffd"} 2']);
  });

  it('that is longer than any name folds into other', async () => {
    const registry = new Registry();
    for (const length of [256, 257]) bind(registry, visits).inc({ user: 'u'.repeat(length) });

    expect(await samples(registry)).toEqual([
      `studio_visits_total{user="${'u'.repeat(256)}"} 1`,
      'studio_visits_total{user="other"} 1',
    ]);
  });
});

describe('an update without types', () => {
  it.each([['5'], [null], [1n], [{}]])(
    'of %p changes nothing and throws nothing',
    async (value) => {
      const registry = new Registry();
      bind(registry, jobs).inc({ outcome: 'done' }, value as never);
      bind(registry, depth).inc(value as never);
      bind(registry, depth).dec(value as never);
      bind(registry, waits).observe(value as never);

      const shown = (await samples(registry)).filter((line) => !line.endsWith(' 0'));
      expect(shown).toEqual([]);
    },
  );

  it.each([[undefined], [null], ['done'], [11]])('with %p as labels is dropped', async (labels) => {
    const registry = new Registry();
    bind(registry, visits).inc(labels as never);
    bind(registry, visits)
      .series(labels as never)
      .inc();

    expect(await samples(registry)).toEqual([]);
  });
});

describe('an exemplar without types', () => {
  it.each([
    [null, ''],
    [{ trace_id: undefined }, ''],
    [{ 'trace-id': 'abc' }, ''],
    [{ trace_id: 11 }, ''],
    [{ trace_id: 'abc', span_id: undefined }, ' # {trace_id="abc"} 1 1700000011.013'],
  ])('of %j never keeps the update from counting', async (labels, shown) => {
    jest.spyOn(Date, 'now').mockReturnValue(1_700_000_011_013);
    const registry = new Registry<OpenMetricsContentType>();
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    bind(registry, jobs).inc({ outcome: 'done' }, 1, labels as never);

    expect(await renderMetrics(registry)).toContain(
      `studio_jobs_total{outcome="done"} 1${shown}\n`,
    );
  });
});

it('a reading that is no number leaves no series, and says so', async () => {
  const registry = new Registry();
  const errors: string[] = [];
  readAtScrape(registry, visits, {
    read: () => Promise.resolve([{ labels: { user: 'u11' }, value: '5' as never }]),
    onError: ({ message }) => errors.push(message),
  });

  expect(await renderMetrics(registry)).not.toContain('u11');
  expect(errors).toEqual(['the value of {"user":"u11"} is "5": give a number']);
});
