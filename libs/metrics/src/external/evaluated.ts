import { upTo } from '../metric.js';
import { COMPONENTS } from '../platform.js';
import { externalGauge } from './define.js';

/** What no target serves: series that Prometheus writes while it evaluates rules. */
export const evaluated = {
  /** Carries every label of the alert besides these, whatever they are. */
  alerts: externalGauge({
    name: 'ALERTS',
    unit: 'count',
    help: '1 for each alert that is pending or firing; no series otherwise.',
    labels: {
      alertname: upTo(200, 'alerts of the catalogue and of a deployment'),
      alertstate: ['pending', 'firing'],
      component: COMPONENTS,
      severity: ['page', 'ticket', 'none'],
    },
  }),
};
