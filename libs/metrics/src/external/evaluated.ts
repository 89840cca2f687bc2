import { upTo } from '../metric.js';
import { COMPONENTS } from '../platform.js';
import { externalGauge } from './define.js';

const ALERT = {
  alertname: upTo(200, 'alerts of the catalogue and of a deployment'),
  component: COMPONENTS,
  severity: ['page', 'ticket', 'none'],
} as const;

/** What no target serves: series that Prometheus writes while it evaluates rules. */
export const evaluated = {
  /** Carries every label of the alert besides these, whatever they are. */
  alerts: externalGauge({
    name: 'ALERTS',
    unit: 'count',
    help: '1 for each alert that is pending or firing; no series otherwise.',
    labels: { ...ALERT, alertstate: ['pending', 'firing'] },
  }),
  /** Carries every label of the alert as well, but not its state. */
  activeSince: externalGauge({
    name: 'ALERTS_FOR_STATE',
    unit: 'seconds',
    help: 'When the condition of each alert that is pending or firing began to hold, in seconds since the epoch.',
    labels: ALERT,
  }),
};
