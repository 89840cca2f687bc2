import { EXTERNAL } from '@aura/metrics';
import { maxBy, now, rate, ratio, sumBy, sumOf } from '@aura/metrics/promql';
import { bars, series, timeline, timeseries } from '../draw.js';
import type { Row } from '../panel.js';
import { variable } from '../variable.js';
import { watch, type World } from '../watch.js';
import { PAGE_WINDOW } from '../window.js';
import { UP } from './states.js';

const { postgres, redis } = EXTERNAL;
export const database = variable({ title: 'Database', metric: postgres.size, label: 'datname' });
const DATABASE = { datname: database.matcher } as const;

/** PostgreSQL and Redis: where users, payments and jobs live. */
export function dataStores(world: World): readonly Row[] {
  return [postgresql(world), transactions(), cache(world)];
}

function postgresql(world: World): Row {
  return {
    title: 'PostgreSQL',
    panels: [
      timeline({
        title: 'PostgreSQL answers',
        help: 'Whether the exporter could ask each server; the first line is of all of them.',
        ...watch(world, 'count', { DatabaseDown: 'any', DatabaseInstanceDown: '{{instance}}' }),
        limits: [],
        states: UP,
      }),
      timeseries({
        title: 'Connections',
        help: 'Connections by what they are doing, and the most there may be. Idle in transaction is a program that forgot one.',
        of: [
          series(sumBy(now(postgres.connections, DATABASE), 'state'), ($) => $.state),
          series(maxBy(now(postgres.maxConnections)), () => 'at most'),
        ],
      }),
      timeseries({
        title: 'Oldest transaction',
        help: 'Age of the oldest open transaction: one of hours keeps dead rows alive and tables grow.',
        of: series(maxBy(now(postgres.longestTransaction, DATABASE), 'state'), ($) => $.state),
      }),
    ],
  };
}

function transactions(): Row {
  const by = (metric: typeof postgres.commits) =>
    sumBy(rate(metric, PAGE_WINDOW, DATABASE), 'datname');
  return {
    title: 'Transactions of PostgreSQL',
    panels: [
      timeseries({
        title: 'Transactions',
        help: 'Transactions per second by database.',
        of: [
          series(by(postgres.commits), ($) => `${$.datname} committed`),
          series(by(postgres.rollbacks), ($) => `${$.datname} rolled back`),
        ],
      }),
      timeseries({
        title: 'Found in the cache',
        help: 'Share of blocks that were in memory. Well below 99 % the working set no longer fits.',
        of: series(
          ratio(by(postgres.blocksHit), sumOf(by(postgres.blocksHit), by(postgres.blocksRead))),
          ($) => $.datname,
        ),
      }),
      timeseries({
        title: 'Deadlocks',
        help: 'Deadlocks per second by database: any is a fault of a program.',
        of: series(by(postgres.deadlocks), ($) => $.datname),
      }),
      bars({
        title: 'Size of databases',
        help: 'Size of each database on disk.',
        of: series(maxBy(now(postgres.size, DATABASE), 'datname'), ($) => $.datname),
      }),
    ],
  };
}

function cache(world: World): Row {
  const perSecond = (metric: typeof redis.commands) => sumBy(rate(metric, PAGE_WINDOW), 'instance');
  return {
    title: 'Redis',
    panels: [
      timeline({
        title: 'Redis answers',
        whenEmpty: 'No Redis is watched',
        help: 'Whether the exporter could ask each server; the first line is of all of them. Empty where queues live in PostgreSQL.',
        ...watch(world, 'count', { RedisDown: 'any', RedisInstanceDown: '{{instance}}' }),
        limits: [],
        states: UP,
      }),
      timeseries({
        title: 'Memory against its limit',
        whenEmpty: 'No Redis is watched',
        help: 'At its limit Redis refuses writes or evicts keys, and BullMQ loses jobs. Endless where no limit is set.',
        ...watch(world, 'ratio', { RedisMemoryHigh: '{{instance}}' }),
      }),
      timeseries({
        title: 'Clients',
        whenEmpty: 'No Redis is watched',
        help: 'Clients connected to each server.',
        of: series(maxBy(now(redis.clients), 'instance'), ($) => $.instance),
      }),
      timeseries({
        title: 'Commands and evictions',
        whenEmpty: 'No Redis is watched',
        help: 'Commands per second, and keys thrown away per second: of BullMQ’s keys none may be.',
        of: [
          series(perSecond(redis.commands), ($) => `${$.instance} commands`),
          series(perSecond(redis.evicted), ($) => `${$.instance} evicted`),
        ],
      }),
    ],
  };
}
