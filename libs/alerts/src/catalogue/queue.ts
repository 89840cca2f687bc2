import { queue } from '@aura/metrics';
import { above } from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { waitingJobs } from '../recordings.js';
import { gaugeSeries } from '../story.js';

export function queueAlerts(thresholds: Thresholds): readonly Alert[] {
  return [queueBacklog(thresholds)];
}

function queueBacklog(thresholds: Thresholds): Alert {
  const limit = thresholds.queue.backlog;
  return alert({
    name: 'QueueBacklog',
    severity: 'ticket',
    component: 'queue',
    when: above(waitingJobs.series, limit),
    for: '2m',
    summary: ({ labels, value, limit }) =>
      `${value} jobs wait in queue ${labels.queue}; the limit is ${limit}.`,
    description: ({ labels }) =>
      `Work arrives in ${labels.queue} faster than its workers finish it, or they have stopped. Users wait ` +
      'longer for every job in front of theirs.',
    story: {
      world: [
        gaugeSeries(
          queue.jobs,
          { queue: 'render', state: 'waiting', job: 'gpu-queue-collector' },
          (v) => v,
        ),
        gaugeSeries(
          queue.jobs,
          { queue: 'housekeeping', state: 'waiting', job: 'gpu-queue-collector' },
          () => 0,
        ),
      ],
      calm: limit.value,
      alarming: limit.value + 1,
      labels: { queue: 'render' },
      whenAbsent: 'silent',
    },
  });
}
