import { EXTERNAL, REQUIRED_JOB_NAMES, type RequiredJob } from '@aura/metrics';
import {
  absent,
  atLeast,
  below,
  either,
  minBy,
  now,
  orElse,
  raw,
  type Vector,
} from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { gaugeSeries, type Scene } from '../story.js';
import { failingWatcherAlerts } from './failing-watchers.js';
import { PEER, SECOND, SELF, SENDER } from './watchers.js';

const { prometheus, alertmanager } = EXTERNAL;
const ONE = { value: 1, unit: 'count' } as const;

/** The watchers are watched: what is not scraped, not evaluated or not sent must not look like peace. */
export function monitoringAlerts(thresholds: Thresholds): readonly Alert[] {
  return [
    watchdog(),
    targetDown(),
    exporterMissing(),
    ...failingWatcherAlerts(thresholds),
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
    when: below(minBy(now(prometheus.up), 'job', 'instance'), ONE),
    for: '1m',
    summary: ({ labels }) => `Prometheus cannot scrape ${labels.instance} (job ${labels.job}).`,
    description: ({ labels }) =>
      `What ${labels.instance} would report is unknown, and alerts about it stay silent. Where it is one of ` +
      'several replicas, the others do its work.',
    story: {
      world: [
        gaugeSeries(prometheus.up, target, (value) => value),
        gaugeSeries(prometheus.up, { ...target, instance: 'render-12:9100' }, () => 1),
        gaugeSeries(prometheus.up, { job: 'application', instance: 'sample:8010' }, () => 1),
      ],
      calm: 1,
      alarming: 0,
      labels: target,
      whenAbsent: 'silent', // ExporterMissing fires then
      scenes: { 'fires for one of two replicas of the application': REPLICA_DOWN },
    },
  });
}

const REPLICA_DOWN: Scene = {
  world: [
    gaugeSeries(
      prometheus.up,
      { job: 'application', instance: 'sample-11:8010' },
      (value) => value,
    ),
    gaugeSeries(prometheus.up, { job: 'application', instance: 'sample-12:8010' }, () => 1),
  ],
  stretches: [{ value: 0, lasts: '70s' }],
  firing: 1,
  labels: { job: 'application', instance: 'sample-11:8010' },
};

function exporterMissing(): Alert {
  const gone = REQUIRED_JOB_NAMES.filter((job) => job !== 'application').map(
    (job: RequiredJob): Vector<'job', 'count'> => absent(prometheus.up, { job }),
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
        gaugeSeries(alertmanager.configReloaded, PEER, () => 1),
      ],
      calm: 1,
      alarming: 0,
      labels: { job: 'alertmanager' },
      whenAbsent: 'silent',
      scenes: {
        'fires for one of two Prometheus servers as well': {
          world: [
            gaugeSeries(prometheus.configReloaded, SELF, (value) => value),
            gaugeSeries(prometheus.configReloaded, SECOND, () => 1),
            gaugeSeries(alertmanager.configReloaded, SENDER, () => 1),
          ],
          stretches: [{ value: 0, lasts: '2m' }],
          firing: 1,
          labels: { job: 'prometheus' },
        },
      },
    },
  });
}
