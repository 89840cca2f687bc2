import { EXTERNAL } from '@aura/metrics';
import { above, increase, sumBy } from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { counterSeries, type Scene, type StorySeries } from '../story.js';
import { PEER, SECOND, SELF, SENDER } from './watchers.js';

const { prometheus, alertmanager } = EXTERNAL;
const NONE = { value: 0, unit: 'count' } as const;

/** What the watchers count when something between a rule and a person fails. */
export function failingWatcherAlerts(thresholds: Thresholds): readonly Alert[] {
  return [notificationsFailing(), alertsDropped(), ruleEvaluationFailing(thresholds)];
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
        counterSeries(alertmanager.requestsFailed, { integration: 'email', ...PEER }, () => 0),
        counterSeries(alertmanager.requestsFailed, { integration: 'slack', ...SENDER }, () => 0),
      ],
      calm: 0,
      alarming: 1,
      labels: { integration: 'email' },
      whenAbsent: 'silent',
      looksBack: '5m',
      endsAfter: '290s',
      scenes: {
        [ONE_FAILURE]: oneFailure(
          counterSeries(
            alertmanager.requestsFailed,
            { integration: 'email', ...SENDER },
            (value) => value,
          ),
        ),
      },
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
      world: [
        counterSeries(prometheus.notificationsDropped, SELF, (value) => value / 300),
        counterSeries(prometheus.notificationsDropped, SECOND, () => 0),
      ],
      calm: 0,
      alarming: 1,
      labels: {},
      whenAbsent: 'silent',
      looksBack: '5m',
      endsAfter: '290s',
      scenes: {
        [ONE_FAILURE]: oneFailure(
          counterSeries(prometheus.notificationsDropped, SELF, (value) => value),
        ),
      },
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
        counterSeries(prometheus.ruleFailures, { rule_group: broken, ...SECOND }, () => 0),
        counterSeries(prometheus.ruleFailures, { rule_group: sound, ...SELF }, () => 0),
      ],
      calm: 0,
      alarming: 1,
      labels: { rule_group: broken },
      whenAbsent: 'silent',
      looksBack: '5m',
      endsAfter: '290s',
      scenes: {
        [ONE_FAILURE]: oneFailure(
          counterSeries(prometheus.ruleFailures, { rule_group: broken, ...SELF }, (value) => value),
        ),
      },
    },
  });
}

const ONE_FAILURE = 'goes on firing while a single failure is less than five minutes ago';

function oneFailure(failures: StorySeries): Scene {
  return {
    world: [failures],
    stretches: [
      { value: 0, lasts: '5m' },
      { value: 1, lasts: '5s' },
      { value: 0, lasts: '280s' },
    ],
    firing: 1,
  };
}
