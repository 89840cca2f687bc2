import { upTo } from '../metric.js';
import { SCRAPE_JOB_NAMES } from '../platform.js';
import { externalCounter, externalGauge } from './define.js';

const INTEGRATION = upTo(20, 'kinds of receivers of an Alertmanager');

/** What the Alertmanager serves about itself. */
export const alertmanager = {
  requestsFailed: externalCounter({
    name: 'alertmanager_notification_requests_failed_total',
    unit: 'count',
    help: 'Attempts to send a notification that failed, each retry counted.',
    labels: { integration: INTEGRATION },
  }),
  notifications: externalCounter({
    name: 'alertmanager_notifications_total',
    unit: 'count',
    help: 'Notifications that the Alertmanager tried to send.',
    labels: { integration: INTEGRATION },
  }),
  alerts: externalGauge({
    name: 'alertmanager_alerts',
    unit: 'count',
    help: 'Alerts that the Alertmanager holds, by what it does with them.',
    labels: { state: ['active', 'suppressed', 'unprocessed'] },
  }),
  configReloaded: externalGauge({
    name: 'alertmanager_config_last_reload_successful',
    unit: 'count',
    help: 'Whether the last reload of the configuration of the Alertmanager succeeded.',
    labels: { job: SCRAPE_JOB_NAMES },
  }),
};
