import { upTo } from '../metric.js';
import { SCRAPE_JOB_NAMES } from '../platform.js';
import { externalCounter, externalGauge } from './define.js';

/** What the Alertmanager serves about itself. */
export const alertmanager = {
  requestsFailed: externalCounter({
    name: 'alertmanager_notification_requests_failed_total',
    unit: 'count',
    help: 'Attempts to send a notification that failed, each retry counted.',
    labels: { integration: upTo(20, 'kinds of receivers of an Alertmanager') },
  }),
  configReloaded: externalGauge({
    name: 'alertmanager_config_last_reload_successful',
    unit: 'count',
    help: 'Whether the last reload of the configuration of the Alertmanager succeeded.',
    labels: { job: SCRAPE_JOB_NAMES },
  }),
};
