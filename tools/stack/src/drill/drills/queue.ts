import { queue } from '@aura/metrics';
import { together } from '../cause.js';
import { injected } from '../causes/injected.js';
import { backlog, chaos, load } from '../causes/platform.js';
import { counterOf, gaugeOf } from '../causes/samples.js';
import type { Drills } from '../drill.js';

const JOB = 'gpu-queue-collector';
const SWEEPS = { queue: 'housekeeping' } as const;

export const QUEUE_DRILLS: Drills = {
  QueueBacklog: {
    // With its workers running: without them NoWorkers, which says more, would silence it.
    cause: backlog(120),
    turnsWithin: 90,
    clearsWithin: 420,
  },
  QueueBacklogSevere: {
    cause: injected(
      'reports 300 waiting jobs',
      JOB,
      gaugeOf(queue.jobs, { ...SWEEPS, state: 'waiting' }, 300),
      gaugeOf(queue.workers, SWEEPS, 1),
    ),
    turnsWithin: 45,
    clearsWithin: 30,
  },
  QueueStuck: {
    cause: injected(
      'reports a job that has waited for half an hour',
      JOB,
      gaugeOf(queue.oldestWaitingAge, SWEEPS, 1_800),
    ),
    turnsWithin: 45,
    clearsWithin: 30,
  },
  NoWorkers: {
    cause: together(
      'stops the render workers while customers go on asking',
      chaos('stops the workers', { workers: 'stopped' }),
      load(30),
    ),
    turnsWithin: 90,
    clearsWithin: 60,
  },
  LongRunningTasks: {
    cause: injected('reports three jobs that hang', JOB, gaugeOf(queue.overdue, SWEEPS, 3)),
    turnsWithin: 45,
    clearsWithin: 30,
  },
  JobsStalled: {
    cause: injected('reports stalled jobs', JOB, counterOf(queue.stalled, SWEEPS, 1)),
    turnsWithin: 60,
    clearsWithin: 30,
  },
};
