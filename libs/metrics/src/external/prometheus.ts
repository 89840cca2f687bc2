import { upTo } from '../metric.js';
import { SCRAPE_JOB_NAMES } from '../platform.js';
import { externalCounter, externalGauge } from './define.js';

const RULE_GROUP = upTo(100, 'rule groups of one Prometheus');
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
  notificationsSent: externalCounter({
    name: 'prometheus_notifications_sent_total',
    unit: 'count',
    help: 'Alerts that Prometheus handed to an Alertmanager.',
    labels: { alertmanager: upTo(10, 'Alertmanagers of one Prometheus, by URL') },
  }),
  notificationQueue: externalGauge({
    name: 'prometheus_notifications_queue_length',
    unit: 'count',
    help: 'Alerts that wait to be handed to an Alertmanager.',
    labels: {},
  }),
  ruleDuration: externalGauge({
    name: 'prometheus_rule_group_last_duration_seconds',
    unit: 'seconds',
    help: 'Time the last evaluation of a group of rules took.',
    labels: { rule_group: RULE_GROUP },
  }),
  ruleInterval: externalGauge({
    name: 'prometheus_rule_group_interval_seconds',
    unit: 'seconds',
    help: 'Time from one evaluation of a group of rules to the next.',
    labels: { rule_group: RULE_GROUP },
  }),
  rulesMissed: externalCounter({
    name: 'prometheus_rule_group_iterations_missed_total',
    unit: 'count',
    help: 'Evaluations of a group of rules that were left out because the one before still ran.',
    labels: { rule_group: RULE_GROUP },
  }),
  headSeries: externalGauge({
    name: 'prometheus_tsdb_head_series',
    unit: 'count',
    help: 'Series that Prometheus holds in memory.',
    labels: {},
  }),
  samplesAppended: externalCounter({
    name: 'prometheus_tsdb_head_samples_appended_total',
    unit: 'count',
    help: 'Samples that Prometheus took in.',
    labels: { type: ['float', 'histogram'] },
  }),
  blockBytes: externalGauge({
    name: 'prometheus_tsdb_storage_blocks_bytes',
    unit: 'bytes',
    help: 'Disk that the blocks of Prometheus take; what is younger than two hours is not in them.',
    labels: {},
  }),
  ruleFailures: externalCounter({
    name: 'prometheus_rule_evaluation_failures_total',
    unit: 'count',
    help: 'Evaluations of rules that failed.',
    labels: { rule_group: RULE_GROUP },
  }),
  configReloaded: externalGauge({
    name: 'prometheus_config_last_reload_successful',
    unit: 'count',
    help: 'Whether the last reload of the configuration of Prometheus succeeded.',
    labels: { job: SCRAPE_JOB_NAMES },
  }),
};
