import { EXTERNAL } from '@aura/metrics';
import { above, below, both, maxBy, minBy, now, ratio } from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { gaugeSeries, type StorySeries } from '../story.js';

const { postgres, redis } = EXTERNAL;
const [DATABASE, STANDBY] = [
  { job: 'postgres', instance: 'postgres-11:9187' },
  { job: 'postgres', instance: 'postgres-12:9187' },
] as const;
const [CACHE, OTHER] = [{ instance: 'redis-11:9121' }, { instance: 'redis-12:9121' }] as const;
/** The same server, watched by a second job. */
const TWINS = {
  database: { ...DATABASE, job: 'prometheus' },
  cache: { ...CACHE, job: 'prometheus' },
} as const;
const DOWN = { value: 1, unit: 'count' } as const;

export function dataStoreAlerts(thresholds: Thresholds): readonly Alert[] {
  return [
    databaseDown(),
    databaseInstanceDown(),
    redisDown(),
    redisInstanceDown(),
    redisMemoryHigh(thresholds),
  ];
}

/** Of every server, for it silences all that leans on a database: one of several must not hide the rest. */
function databaseDown(): Alert {
  return alert({
    name: 'DatabaseDown',
    severity: 'page',
    component: 'database',
    when: below(maxBy(now(postgres.up)), DOWN),
    for: '10s',
    summary: () => 'PostgreSQL does not answer.',
    description: () =>
      'The exporter cannot ask any database. Users, payments and, with the PostgreSQL backend, the queues are ' +
      'unreachable: nothing can be asked for and nothing is rendered.',
    story: {
      world: [
        gaugeSeries(postgres.up, DATABASE, (value) => value),
        gaugeSeries(postgres.up, STANDBY, () => 0),
      ],
      calm: 1,
      alarming: 0,
      labels: {},
      whenAbsent: 'silent', // ExporterMissing and TargetDown watch the exporter itself
    },
  });
}

function databaseInstanceDown(): Alert {
  return alert({
    name: 'DatabaseInstanceDown',
    severity: 'ticket',
    component: 'database',
    when: below(minBy(now(postgres.up), 'instance'), DOWN),
    for: '1m',
    summary: ({ labels }) => `PostgreSQL behind ${labels.instance} does not answer.`,
    description: () =>
      'The exporter cannot ask this server, and another one answers. Until it is back there is one copy less of ' +
      'what people paid for.',
    story: {
      world: [
        gaugeSeries(postgres.up, DATABASE, (value) => value),
        gaugeSeries(postgres.up, TWINS.database, () => 1),
        gaugeSeries(postgres.up, STANDBY, () => 1),
      ],
      calm: 1,
      alarming: 0,
      labels: { instance: DATABASE.instance },
      whenAbsent: 'silent',
    },
  });
}

/** Of every server, as with databases. */
function redisDown(): Alert {
  return alert({
    name: 'RedisDown',
    severity: 'page',
    component: 'redis',
    when: below(maxBy(now(redis.up)), DOWN),
    for: '10s',
    summary: () => 'Redis does not answer.',
    description: () =>
      'The exporter cannot ask any Redis. Queues that live there take no jobs and hand none out.',
    story: {
      world: [
        gaugeSeries(redis.up, CACHE, (value) => value),
        gaugeSeries(redis.up, OTHER, () => 0),
      ],
      calm: 1,
      alarming: 0,
      labels: {},
      whenAbsent: 'silent', // a deployment whose queues live in PostgreSQL has no Redis
    },
  });
}

function redisInstanceDown(): Alert {
  return alert({
    name: 'RedisInstanceDown',
    severity: 'ticket',
    component: 'redis',
    when: below(minBy(now(redis.up), 'instance'), DOWN),
    for: '1m',
    summary: ({ labels }) => `Redis behind ${labels.instance} does not answer.`,
    description: () =>
      'The exporter cannot ask this server, and another one answers. Queues that live on this one alone stand ' +
      'still, and page by themselves when jobs wait in them.',
    story: {
      world: [
        gaugeSeries(redis.up, CACHE, (value) => value),
        gaugeSeries(redis.up, TWINS.cache, () => 1),
        gaugeSeries(redis.up, OTHER, () => 1),
      ],
      calm: 1,
      alarming: 0,
      labels: CACHE,
      whenAbsent: 'silent',
    },
  });
}

function redisMemoryHigh({ redis: limits }: Thresholds): Alert {
  const limit = limits.memoryUsed.value;
  const used = minBy(now(redis.memoryUsed), 'instance');
  const allowed = minBy(now(redis.memoryMax), 'instance');
  const GIB = 1024 ** 3;
  const world = (max: number): readonly StorySeries[] => [
    gaugeSeries(redis.memoryUsed, CACHE, (value) => value * 4 * GIB),
    gaugeSeries(redis.memoryMax, CACHE, () => max),
    gaugeSeries(redis.memoryUsed, TWINS.cache, () => 6 * GIB),
    gaugeSeries(redis.memoryMax, TWINS.cache, () => 8 * GIB),
    gaugeSeries(redis.memoryUsed, OTHER, () => GIB),
    gaugeSeries(redis.memoryMax, OTHER, () => 8 * GIB),
  ];
  return alert({
    name: 'RedisMemoryHigh',
    severity: 'ticket',
    component: 'redis',
    when: both(
      above(ratio(used, allowed), limits.memoryUsed),
      above(allowed, { value: 0, unit: 'bytes' }),
    ),
    for: '5m',
    summary: ({ labels, value, limit }) =>
      `Redis behind ${labels.instance} uses ${value} of its memory; the limit is ${limit}.`,
    description: () =>
      'At its limit Redis refuses writes or evicts keys, and BullMQ loses jobs. Look for finished jobs that are ' +
      'never removed.',
    story: {
      world: world(4 * GIB),
      calm: limit,
      alarming: limit * 1.02,
      labels: CACHE,
      whenAbsent: 'silent',
      quietWhen: { 'no limit is set': world(0) },
    },
  });
}
