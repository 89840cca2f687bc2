import { upTo } from '../metric.js';
import { SCRAPE_JOB_NAMES } from '../platform.js';
import { externalCounter, externalGauge } from './define.js';

const INSTANCE = upTo(100, 'one per scrape target');

/** What Prometheus itself writes for every target. */
export const prometheus = {
  up: externalGauge({
    name: 'up',
    unit: 'count',
    help: 'Whether the last scrape of a target succeeded.',
    labels: { job: SCRAPE_JOB_NAMES, instance: INSTANCE },
  }),
  notificationsDropped: externalCounter({
    name: 'prometheus_notifications_dropped_total',
    unit: 'count',
    help: 'Alerts that Prometheus could not hand to any Alertmanager.',
    labels: {},
  }),
  ruleFailures: externalCounter({
    name: 'prometheus_rule_evaluation_failures_total',
    unit: 'count',
    help: 'Evaluations of rules that failed.',
    labels: { rule_group: upTo(100, 'rule groups of one Prometheus') },
  }),
  configReloaded: externalGauge({
    name: 'prometheus_config_last_reload_successful',
    unit: 'count',
    help: 'Whether the last reload of the configuration of Prometheus succeeded.',
    labels: { job: SCRAPE_JOB_NAMES },
  }),
};
