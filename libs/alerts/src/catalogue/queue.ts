import { queue, type QueueName } from '@aura/metrics';
import { above, below, both, increase, maxBy, now } from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { waitingJobs } from '../recordings.js';
import { counterSeries, gaugeSeries, type StorySeries } from '../story.js';

/** Two collectors may report the same queue, so every rule takes the larger of what they say. */
const [FIRST, SECOND] = [
  { job: 'gpu-queue-collector', instance: 'a:8002' },
  { job: 'gpu-queue-collector', instance: 'b:8002' },
] as const;
const RENDER = { queue: 'render' } as const;

export function queueAlerts(thresholds: Thresholds): readonly Alert[] {
  return [
    queueBacklog(thresholds),
    queueBacklogSevere(thresholds),
    queueStuck(thresholds),
    noWorkers(),
    longRunningTasks(thresholds),
    jobsStalled(thresholds),
  ];
}

function queueBacklog({ queue: limits }: Thresholds): Alert {
  return alert({
    name: 'QueueBacklog',
    severity: 'ticket',
    component: 'queue',
    when: above(waitingJobs.series, limits.backlog),
    for: '2m',
    summary: ({ labels, value, limit }) =>
      `${value} jobs wait in queue ${labels.queue}; the limit is ${limit}.`,
    description: ({ labels }) =>
      `Work arrives in ${labels.queue} faster than its workers finish it, or they have stopped. Users wait ` +
      'longer for every job in front of theirs.',
    story: {
      world: waiting((value) => value),
      calm: limits.backlog.value,
      alarming: limits.backlog.value + 1,
      labels: RENDER,
      whenAbsent: 'silent',
    },
  });
}

function queueBacklogSevere({ queue: limits }: Thresholds): Alert {
  return alert({
    name: 'QueueBacklogSevere',
    severity: 'page',
    component: 'queue',
    when: above(waitingJobs.series, limits.growingBacklog),
    for: '10m',
    summary: ({ labels, value, limit }) =>
      `${value} jobs wait in queue ${labels.queue}, and nothing has drained it below ${limit} for ten minutes.`,
    description: ({ labels }) =>
      `What waits in ${labels.queue} is past the second of its two limits and stays there. New videos will be ` +
      'late by the whole length of the queue.',
    story: {
      world: waiting((value) => value),
      calm: limits.growingBacklog.value,
      alarming: limits.growingBacklog.value + 1,
      labels: RENDER,
      whenAbsent: 'silent',
    },
  });
}

/** Waiting jobs as two collectors see them, and jobs in other states that must not count. */
function waiting(at: (value: number) => number): readonly StorySeries[] {
  return [
    gaugeSeries(queue.jobs, { ...RENDER, state: 'waiting', ...FIRST }, at),
    gaugeSeries(queue.jobs, { ...RENDER, state: 'waiting', ...SECOND }, (value) => at(value) - 1),
    gaugeSeries(queue.jobs, { ...RENDER, state: 'completed', ...FIRST }, () => 100_000),
    gaugeSeries(queue.jobs, { queue: 'housekeeping', state: 'waiting', ...FIRST }, () => 0),
  ];
}

function queueStuck({ queue: limits }: Thresholds): Alert {
  const limit = limits.oldestWaiting.value;
  return alert({
    name: 'QueueStuck',
    severity: 'page',
    component: 'queue',
    when: above(maxBy(now(queue.oldestWaitingAge), 'queue'), limits.oldestWaiting),
    for: '1m',
    summary: ({ labels, value, limit }) =>
      `The oldest job in queue ${labels.queue} has waited for ${value}; the limit is ${limit}.`,
    description: ({ labels }) =>
      `A job in ${labels.queue} that could run now has not been picked up. However short the queue, somebody ` +
      'waits for that video.',
    story: {
      world: [
        gaugeSeries(queue.oldestWaitingAge, { ...RENDER, ...FIRST }, (value) => value),
        gaugeSeries(queue.oldestWaitingAge, { ...RENDER, ...SECOND }, (value) => value - 5),
        gaugeSeries(queue.oldestWaitingAge, { queue: 'housekeeping', ...FIRST }, () => 0),
      ],
      calm: limit,
      alarming: limit + 1,
      labels: RENDER,
      whenAbsent: 'silent',
    },
  });
}

function noWorkers(): Alert {
  const world = (waitingJobCount: number, name: QueueName): readonly StorySeries[] => [
    gaugeSeries(queue.workers, { queue: name, ...FIRST }, (value) => value),
    gaugeSeries(queue.workers, { queue: name, ...SECOND }, () => 0),
    gaugeSeries(queue.jobs, { queue: name, state: 'waiting', ...FIRST }, () => waitingJobCount),
    gaugeSeries(queue.jobs, { queue: name, state: 'failed', ...FIRST }, () => 13),
  ];
  return alert({
    name: 'NoWorkers',
    severity: 'page',
    component: 'queue',
    when: both(
      below(maxBy(now(queue.workers), 'queue'), { value: 1, unit: 'count' }),
      above(waitingJobs.series, { value: 0, unit: 'count' }),
    ),
    for: '1m',
    summary: ({ labels }) => `Jobs wait in queue ${labels.queue} and no worker is connected to it.`,
    description: ({ labels }) =>
      `Nothing in ${labels.queue} will be worked on until a worker comes back.`,
    story: {
      world: [
        ...world(1, 'render'),
        gaugeSeries(queue.workers, { queue: 'housekeeping', ...FIRST }, () => 1),
        gaugeSeries(queue.jobs, { queue: 'housekeeping', state: 'waiting', ...FIRST }, () => 1),
      ],
      calm: 1,
      alarming: 0,
      labels: RENDER,
      whenAbsent: 'silent',
      quietWhen: { 'nothing waits': world(0, 'render') },
    },
  });
}

function longRunningTasks({ queue: limits }: Thresholds): Alert {
  const limit = limits.overdueJobs.value;
  return alert({
    name: 'LongRunningTasks',
    severity: 'ticket',
    component: 'queue',
    when: above(maxBy(now(queue.overdue), 'queue'), limits.overdueJobs),
    for: '1m',
    summary: ({ labels, value, limit }) =>
      `${value} active jobs of queue ${labels.queue} run for longer than expected; the limit is ${limit}.`,
    description: ({ labels }) =>
      `A job of ${labels.queue} holds a worker far beyond the time that such a job takes. It hangs, or its ` +
      'input is unlike any other.',
    story: {
      world: [
        gaugeSeries(queue.overdue, { ...RENDER, ...FIRST }, (value) => value),
        gaugeSeries(queue.overdue, { ...RENDER, ...SECOND }, (value) => value),
        gaugeSeries(queue.overdue, { ...RENDER, ...FIRST, instance: 'c:8002' }, () => 0),
        gaugeSeries(queue.overdue, { queue: 'housekeeping', ...FIRST }, () => 0),
      ],
      calm: limit,
      alarming: limit + 1,
      labels: RENDER,
      whenAbsent: 'silent',
    },
  });
}

function jobsStalled({ queue: limits }: Thresholds): Alert {
  const limit = limits.stalledJobs.value;
  return alert({
    name: 'JobsStalled',
    severity: 'ticket',
    component: 'queue',
    when: above(maxBy(increase(queue.stalled, '15m'), 'queue'), limits.stalledJobs),
    for: '1m',
    keepFiringFor: '5m',
    summary: ({ labels, value, limit }) =>
      `${value} jobs of queue ${labels.queue} lost their worker within a quarter of an hour; the limit is ${limit}.`,
    description: ({ labels }) =>
      `Workers of ${labels.queue} stopped renewing the locks of their jobs: they crash, or their event loop is ` +
      'blocked. The jobs are given to other workers and may be done twice.',
    story: {
      world: [
        counterSeries(queue.stalled, { ...RENDER, ...FIRST }, (value) => value / 900),
        counterSeries(queue.stalled, { ...RENDER, ...SECOND }, (value) => value / 1000),
        counterSeries(queue.stalled, { queue: 'housekeeping', ...FIRST }, () => 0),
      ],
      calm: limit * 0.95,
      alarming: limit * 1.05,
      labels: RENDER,
      whenAbsent: 'silent',
      looksBack: '15m',
      crossesAfter: '450s',
    },
  });
}
