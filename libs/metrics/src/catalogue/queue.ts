import { counter, gauge } from '../metric.js';
import { JOB_STATES, QUEUES } from '../platform.js';

export const queue = {
  jobs: gauge({
    name: 'queue_jobs',
    unit: 'count',
    help: 'Jobs of a queue by state, as BullMQ counts them.',
    labels: { queue: QUEUES, state: JOB_STATES },
  }),
  oldestWaitingAge: gauge({
    name: 'queue_oldest_waiting_age_seconds',
    unit: 'seconds',
    help: 'Age of the job that has been waiting longest and could run now; 0 when none waits.',
    labels: { queue: QUEUES },
  }),
  workers: gauge({
    name: 'queue_workers',
    unit: 'count',
    help: 'Workers connected to a queue.',
    labels: { queue: QUEUES },
  }),
  overdue: gauge({
    name: 'queue_overdue_jobs',
    unit: 'count',
    help: 'Active jobs that have run for longer than is expected of their queue.',
    labels: { queue: QUEUES },
  }),
  stalled: counter({
    name: 'queue_stalled_jobs_total',
    unit: 'count',
    help: 'Jobs whose worker stopped renewing its lock, so that they were given to another.',
    labels: { queue: QUEUES },
  }),
  readFailures: counter({
    name: 'queue_read_failures_total',
    unit: 'count',
    help: 'Attempts to read a queue that failed or ran out of time.',
    labels: { queue: QUEUES },
  }),
};
