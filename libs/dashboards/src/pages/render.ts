import { queue, sweep } from '@aura/metrics';
import { maxBy, now, rate, secondsSince, sumBy } from '@aura/metrics/promql';
import { series, stat, timeseries } from '../draw.js';
import type { Page, Panel, Row } from '../panel.js';
import { variable, type Variable } from '../variable.js';
import { following, watch, type World } from '../watch.js';
import { PAGE_WINDOW } from '../window.js';
import { theme, videoRows } from './videos.js';

const chosenQueue = variable({ title: 'Queue', metric: queue.jobs, label: 'queue' });
const QUEUE = { queue: chosenQueue.matcher } as const;

/** From a job that waits to a video that is delivered. */
export function render(world: World): Page {
  return {
    uid: 'aura-render',
    title: 'Render pipeline and queues',
    help: 'From a job that waits to a video that is delivered: where it stands still, where it fails, and how good it is.',
    span: '1h',
    variables: [chosenQueue, theme],
    components: ['video', 'queue'],
    rows: [queues(world), workers(world), ...videoRows(world), sweeps()],
  };
}

/** Of the chosen queues, on a page where one can choose. */
export function waiting(world: World, chosen?: Variable): Panel {
  const watched = watch(world, 'count', {
    QueueBacklog: '{{queue}}',
    QueueBacklogSevere: '{{queue}}',
  });
  return timeseries({
    title: 'Waiting jobs',
    help: 'Jobs that could run now and wait for a worker. Past the first line users wait long, past the second it pages.',
    ...(chosen === undefined ? watched : following(watched, chosen)),
  });
}

export function oldestWaiting(world: World, chosen?: Variable): Panel {
  const watched = watch(world, 'seconds', { QueueStuck: '{{queue}}' });
  return timeseries({
    title: 'Oldest waiting job',
    help: 'How long the job at the head of the queue has waited. It rises with a straight slope when nothing is picked up.',
    ...(chosen === undefined ? watched : following(watched, chosen)),
  });
}

function queues(world: World): Row {
  return {
    title: 'Queues',
    panels: [
      waiting(world, chosenQueue),
      oldestWaiting(world, chosenQueue),
      timeseries({
        title: 'Jobs by state',
        help: 'Jobs of the chosen queues in every state, as BullMQ counts them.',
        of: series(maxBy(now(queue.jobs, QUEUE), 'queue', 'state'), ($) => `${$.queue} ${$.state}`),
      }),
    ],
  };
}

function workers(world: World): Row {
  return {
    title: 'Workers',
    panels: [
      timeseries({
        title: 'Workers',
        help: 'Workers connected to each queue; none with jobs waiting pages.',
        ...following(watch(world, 'count', { NoWorkers: '{{queue}}' }), chosenQueue),
      }),
      timeseries({
        title: 'Overdue jobs',
        help: 'Active jobs that run for longer than is expected of their queue: each holds a worker.',
        ...following(watch(world, 'count', { LongRunningTasks: '{{queue}}' }), chosenQueue),
      }),
      timeseries({
        title: 'Stalled jobs',
        help: 'Jobs that lost their worker within a quarter of an hour: workers crash or are blocked.',
        ...following(watch(world, 'count', { JobsStalled: '{{queue}}' }), chosenQueue),
      }),
      timeseries({
        title: 'Failed reads of queues',
        help: 'Reads of a queue per second that failed: while they do, the panels above have no value.',
        of: series(sumBy(rate(queue.readFailures, PAGE_WINDOW, QUEUE), 'queue'), ($) => $.queue),
      }),
    ],
  };
}

function sweeps(): Row {
  return {
    title: 'Storage sweep',
    panels: [
      stat({
        title: 'Since the last sweep',
        help: 'Time since the storage sweep last ended well; the disk fills while it does not.',
        of: series(secondsSince(maxBy(now(sweep.lastSuccess))), () => 'ago'),
      }),
      stat({
        title: 'Sweep took',
        help: 'Time the last storage sweep took.',
        of: series(maxBy(now(sweep.duration)), () => 'took'),
      }),
      timeseries({
        title: 'Sweep freed',
        help: 'Bytes that each storage sweep gave back to the disk.',
        of: series(maxBy(now(sweep.freed)), () => 'freed'),
      }),
    ],
  };
}
