import { EXTERNAL } from '@aura/metrics';
import { above, increase, sumBy, type Window } from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { counterSeries, type Story, type StorySeries, type Stretch } from '../story.js';
import { PEER, SECOND, SELF, SENDER } from './watchers.js';

const { prometheus, alertmanager } = EXTERNAL;
const NONE = { value: 0, unit: 'count' } as const;

/** How long one failure is seen, and how long failures must be: longer, by more than a scrape, so that one is none. */
interface Patience {
  readonly seenFor: Window;
  readonly persistsFor: Window;
  /** How far apart failures are at most while the way stays closed. */
  readonly apart: Window;
}

/** Prometheus evaluates every few seconds and hands over every minute; four scrapes of itself see the next failure. */
const FAILURE: Patience = { seenFor: '2m', persistsFor: '3m', apart: '1m' };
/** Where the other side accepts and then says nothing, one attempt lasts the group_interval: 5m for tickets. */
const ATTEMPT: Patience = { seenFor: '6m', persistsFor: '7m', apart: '5m' };

/** What the watchers count when something between a rule and a person fails. */
export function failingWatcherAlerts(thresholds: Thresholds): readonly Alert[] {
  return [notificationsFailing(), alertsDropped(), ruleEvaluationFailing(thresholds)];
}

function notificationsFailing(): Alert {
  return alert({
    name: 'NotificationsFailing',
    severity: 'page',
    component: 'monitoring',
    when: above(sumBy(increase(alertmanager.requestsFailed, ATTEMPT.seenFor), 'integration'), NONE),
    for: ATTEMPT.persistsFor,
    summary: ({ labels }) => `Notifications by ${labels.integration} fail.`,
    description: ({ labels }) =>
      `The Alertmanager tried to tell somebody by ${labels.integration} for minutes and could not. ` +
      'This message came another way; others may not have come at all.',
    story: {
      world: [
        counterSeries(
          alertmanager.requestsFailed,
          { integration: 'email', ...SENDER },
          (v) => v / 360,
        ),
        counterSeries(alertmanager.requestsFailed, { integration: 'email', ...PEER }, () => 0),
        counterSeries(alertmanager.requestsFailed, { integration: 'slack', ...SENDER }, () => 0),
      ],
      calm: 0,
      alarming: 1,
      labels: { integration: 'email' },
      whenAbsent: 'silent',
      looksBack: ATTEMPT.seenFor,
      endsAfter: '350s',
      scenes: failures(
        ATTEMPT,
        counterSeries(
          alertmanager.requestsFailed,
          { integration: 'email', ...SENDER },
          (value) => value,
        ),
      ),
    },
  });
}

function alertsDropped(): Alert {
  return alert({
    name: 'AlertsDropped',
    severity: 'page',
    component: 'monitoring',
    when: above(sumBy(increase(prometheus.notificationsDropped, FAILURE.seenFor)), NONE),
    for: FAILURE.persistsFor,
    summary: () => 'Prometheus cannot hand its alerts to an Alertmanager.',
    description: () =>
      'Alerts were dropped for minutes. If you read this, the way is open again; what fired ' +
      'meanwhile is on the alerts page of Prometheus.',
    story: {
      world: [
        counterSeries(prometheus.notificationsDropped, SELF, (value) => value / 120),
        counterSeries(prometheus.notificationsDropped, SECOND, () => 0),
      ],
      calm: 0,
      alarming: 1,
      labels: {},
      whenAbsent: 'silent',
      looksBack: FAILURE.seenFor,
      endsAfter: '110s',
      scenes: failures(
        FAILURE,
        counterSeries(prometheus.notificationsDropped, SELF, (value) => value),
      ),
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
      sumBy(increase(prometheus.ruleFailures, FAILURE.seenFor), 'rule_group'),
      monitoring.rulesFailing,
    ),
    for: FAILURE.persistsFor,
    summary: ({ labels }) => `Rules of ${labels.rule_group} cannot be evaluated.`,
    description: ({ labels }) =>
      `Prometheus fails to evaluate rules of ${labels.rule_group}. The alerts among them cannot fire.`,
    story: {
      world: [
        counterSeries(prometheus.ruleFailures, { rule_group: broken, ...SELF }, (v) => v / 120),
        counterSeries(prometheus.ruleFailures, { rule_group: broken, ...SECOND }, () => 0),
        counterSeries(prometheus.ruleFailures, { rule_group: sound, ...SELF }, () => 0),
      ],
      calm: 0,
      alarming: 1,
      labels: { rule_group: broken },
      whenAbsent: 'silent',
      looksBack: FAILURE.seenFor,
      endsAfter: '110s',
      scenes: failures(
        FAILURE,
        counterSeries(prometheus.ruleFailures, { rule_group: broken, ...SELF }, (value) => value),
      ),
    },
  });
}

type Scenes = NonNullable<Story<never>['scenes']>;

function failures({ seenFor, persistsFor, apart }: Patience, series: StorySeries): Scenes {
  const one: readonly Stretch[] = [{ value: 1, lasts: '5s' }];
  const again: readonly Stretch[] = [...one, { value: 0, lasts: apart }];
  return {
    'is not told of a single failure, however long the range holds it': {
      world: [series],
      stretches: [{ value: 0, lasts: seenFor }, ...one, { value: 0, lasts: persistsFor }],
      firing: 0,
    },
    'fires when it fails again and again, as seldom as that may be': {
      world: [series],
      stretches: [{ value: 0, lasts: seenFor }, ...again, ...again, ...again, ...again],
      firing: 1,
    },
  };
}
