import { upTo } from '../metric.js';
import { externalGauge } from './define.js';

/** What the gateway writes for every group, as the Pushgateway does; its job is the pusher's, whoever that is. */
export const pushed = {
  lastSuccess: externalGauge({
    name: 'push_time_seconds',
    unit: 'seconds',
    help: 'When a group was last pushed with success, in seconds since the epoch.',
    labels: { job: upTo(200, 'jobs that push') },
  }),
  lastFailure: externalGauge({
    name: 'push_failure_time_seconds',
    unit: 'seconds',
    help: 'When a push to a group last failed, in seconds since the epoch.',
    labels: { job: upTo(200, 'jobs that push') },
  }),
};
