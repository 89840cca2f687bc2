import { EXTERNAL, SCRAPE_JOB_NAMES, type ScrapeJob } from '@aura/metrics';
import {
  above,
  absent,
  atLeast,
  below,
  either,
  increase,
  minBy,
  not,
  now,
  orElse,
  raw,
  sumBy,
  type Vector,
} from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { counterSeries, gaugeSeries } from '../story.js';

const { prometheus, alertmanager } = EXTERNAL;
const ONE = { value: 1, unit: 'count' } as const;
const NONE = { value: 0, unit: 'count' } as const;
const SELF = { job: 'prometheus', instance: 'prometheus:9090' } as const;
const SENDER = { job: 'alertmanager', instance: 'alertmanager:9093' } as const;

/** The watchers are watched: what is not scraped, not evaluated or not sent must not look like peace. */
export function monitoringAlerts(thresholds: Thresholds): readonly Alert[] {
  return [
    watchdog(),
    targetDown(),
    exporterMissing(),
    notificationsFailing(),
    alertsDropped(),
    ruleEvaluationFailing(thresholds),
    configReloadFailed(),
  ];
}

function watchdog(): Alert {
  const always = raw({ promql: 'vector(1)', unit: 'count', labels: [], why: 'no metric is asked' });
  return alert({
    name: 'Watchdog',
    severity: 'none',
    component: 'monitoring',
    when: atLeast(always, ONE),
    for: '0s',
    summary: () => 'Alerting works from end to end.',
    description: () =>
      'This alert always fires. Its receiver raises the alarm when it stops hearing it: then Prometheus, the ' +
      'Alertmanager or the way out of this network is broken.',
    story: { byHand: true },
  });
}

function targetDown(): Alert {
  const target = { job: 'node', instance: 'render-11:9100' } as const;
  return alert({
    name: 'TargetDown',
    severity: 'ticket',
    component: 'monitoring',
    when: below(minBy(now(prometheus.up, { job: not('application') }), 'job', 'instance'), ONE),
    for: '1m',
    summary: ({ labels }) => `Prometheus cannot scrape ${labels.instance} (job ${labels.job}).`,
    description: ({ labels }) =>
      `What ${labels.instance} would report is unknown, and alerts about it stay silent.`,
    story: {
      world: [
        gaugeSeries(prometheus.up, target, (value) => value),
        gaugeSeries(prometheus.up, { ...target, instance: 'render-12:9100' }, () => 1),
        gaugeSeries(prometheus.up, { job: 'application', instance: 'sample:8010' }, () => 0),
      ],
      calm: 1,
      alarming: 0,
      labels: target,
      whenAbsent: 'silent', // ExporterMissing fires then
    },
  });
}

function exporterMissing(): Alert {
  const gone = SCRAPE_JOB_NAMES.filter((job) => job !== 'application').map(
    (job: ScrapeJob): Vector<'job', 'count'> => absent(prometheus.up, { job }),
  );
  const any = gone.reduce((all, one) => orElse(all, one));
  return alert({
    name: 'ExporterMissing',
    severity: 'ticket',
    component: 'monitoring',
    when: atLeast(any, ONE),
    for: '5m',
    summary: ({ labels }) => `Prometheus has no target for job ${labels.job}.`,
    description: ({ labels }) =>
      `Job ${labels.job} vanished from the scrape configuration or from service discovery. Alerts that need its ` +
      'metrics cannot fire.',
    story: { byHand: true },
  });
}

function notificationsFailing(): Alert {
  return alert({
    name: 'NotificationsFailing',
    severity: 'page',
    component: 'monitoring',
    when: above(sumBy(increase(alertmanager.requestsFailed, '5m'), 'integration'), NONE),
    for: '1m',
    summary: ({ labels }) => `Notifications by ${labels.integration} fail.`,
    description: ({ labels }) =>
      `The Alertmanager tried to tell somebody by ${labels.integration} within the last five minutes and could ` +
      'not. This message came another way; others may not have come at all.',
    story: {
      world: [
        counterSeries(
          alertmanager.requestsFailed,
          { integration: 'email', ...SENDER },
          (v) => v / 300,
        ),
        counterSeries(alertmanager.requestsFailed, { integration: 'slack', ...SENDER }, () => 0),
      ],
      calm: 0,
      alarming: 1,
      labels: { integration: 'email' },
      whenAbsent: 'silent',
      looksBack: '5m',
      endsAfter: '5m',
    },
  });
}

function alertsDropped(): Alert {
  return alert({
    name: 'AlertsDropped',
    severity: 'page',
    component: 'monitoring',
    when: above(sumBy(increase(prometheus.notificationsDropped, '5m')), NONE),
    for: '1m',
    summary: () => 'Prometheus cannot hand its alerts to an Alertmanager.',
    description: () =>
      'Alerts were dropped within the last five minutes. If you read this, the way is open again; what fired ' +
      'meanwhile is on the alerts page of Prometheus.',
    story: {
      world: [counterSeries(prometheus.notificationsDropped, SELF, (value) => value / 300)],
      calm: 0,
      alarming: 1,
      labels: {},
      whenAbsent: 'silent',
      looksBack: '5m',
      endsAfter: '5m',
    },
  });
}

function ruleEvaluationFailing({ monitoring }: Thresholds): Alert {
  const [broken, sound] = ['/rules/a.yml;aura-queue', '/rules/a.yml;aura-host'];
  return alert({
    name: 'RuleEvaluationFailing',
    severity: 'page',
    component: 'monitoring',
    when: above(
      sumBy(increase(prometheus.ruleFailures, '5m'), 'rule_group'),
      monitoring.rulesFailing,
    ),
    for: '2m',
    summary: ({ labels }) => `Rules of ${labels.rule_group} cannot be evaluated.`,
    description: ({ labels }) =>
      `Prometheus fails to evaluate rules of ${labels.rule_group}. The alerts among them cannot fire.`,
    story: {
      world: [
        counterSeries(prometheus.ruleFailures, { rule_group: broken, ...SELF }, (v) => v / 300),
        counterSeries(prometheus.ruleFailures, { rule_group: sound, ...SELF }, () => 0),
      ],
      calm: 0,
      alarming: 1,
      labels: { rule_group: broken },
      whenAbsent: 'silent',
      looksBack: '5m',
      endsAfter: '5m',
    },
  });
}

function configReloadFailed(): Alert {
  return alert({
    name: 'ConfigReloadFailed',
    severity: 'ticket',
    component: 'monitoring',
    when: either(
      below(minBy(now(prometheus.configReloaded), 'job'), ONE),
      below(minBy(now(alertmanager.configReloaded), 'job'), ONE),
    ),
    for: '1m',
    summary: ({ labels }) => `The last reload of the configuration of ${labels.job} failed.`,
    description: ({ labels }) =>
      `${labels.job} goes on with its old configuration and will not start with the new one.`,
    story: {
      world: [
        gaugeSeries(prometheus.configReloaded, SELF, () => 1),
        gaugeSeries(alertmanager.configReloaded, SENDER, (value) => value),
      ],
      calm: 1,
      alarming: 0,
      labels: { job: 'alertmanager' },
      whenAbsent: 'silent',
    },
  });
}
