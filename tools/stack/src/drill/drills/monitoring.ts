import { component, gateway, guard } from '@aura/metrics';
import { together } from '../cause.js';
import { injected } from '../causes/injected.js';
import { stopped } from '../causes/parts.js';
import { gaugeOf } from '../causes/samples.js';
import {
  batchThatDies,
  brokenConfiguration,
  jobRemoved,
  noticeToTell,
  ruleThatFails,
} from '../causes/watchers.js';
import type { Drills, NoDrill } from '../drill.js';

const AFTER_OUTAGE: NoDrill = {
  why: 'it follows every outage and tells nobody; its promtool story proves it',
};

/** The ones that watch. Prometheus and the Alertmanager scrape themselves every half minute, so these turn slowly. */
export const MONITORING_DRILLS: Drills = {
  AfterOutage2m: AFTER_OUTAGE,
  AfterOutage6m: AFTER_OUTAGE,
  AfterOutage35m: AFTER_OUTAGE,
  Watchdog: { why: 'it always fires; what hears it is outside of this machine' },
  TargetDown: { cause: stopped('node-exporter'), turnsWithin: 30, clearsWithin: 30 },
  ExporterMissing: {
    cause: jobRemoved('node'),
    turnsWithin: 330, // Prometheus answers with a job's last samples for five minutes more
    clearsWithin: 30,
    isAlone: true,
  },
  NotificationsFailing: {
    cause: together(
      'stops the mail sink, and hands the Alertmanager something to tell',
      stopped('mail-sink'),
      noticeToTell,
    ),
    turnsWithin: 90,
    clearsWithin: 420,
    toldBy: ['slack'],
    isAlone: true,
  },
  AlertsDropped: {
    cause: stopped('alertmanager'),
    turnsWithin: 150,
    clearsWithin: 180,
    endsOnceFiring: true,
    isAlone: true,
  },
  RuleEvaluationFailing: {
    cause: ruleThatFails,
    turnsWithin: 90,
    clearsWithin: 180,
    isAlone: true,
  },
  ConfigReloadFailed: {
    cause: brokenConfiguration,
    turnsWithin: 45,
    clearsWithin: 45,
    isAlone: true,
  },
  ComponentUnhealthy: {
    cause: injected(
      'reports an unhealthy component',
      'health-aggregator',
      gaugeOf(component.health, { component: 'gpu', state: 'unhealthy' }, 1),
    ),
    turnsWithin: 45,
    clearsWithin: 30,
  },
  ComponentDegraded: {
    cause: injected(
      'reports a degraded component',
      'health-aggregator',
      gaugeOf(component.health, { component: 'redis', state: 'degraded' }, 1),
    ),
    turnsWithin: 45,
    clearsWithin: 30,
  },
  SeriesBudgetNearlySpent: {
    cause: injected(
      'reports a gateway with a million series',
      'metrics-gateway',
      gaugeOf(gateway.series, {}, 1_000_000),
    ),
    turnsWithin: 45,
    clearsWithin: 30,
  },
  PusherSilent: { cause: batchThatDies, turnsWithin: 960, clearsWithin: 30 },
  TokensReloadFailing: {
    cause: injected(
      'reports a file of tokens that it could not read',
      'metrics-gateway',
      gaugeOf(guard.tokensReloaded, {}, 0),
    ),
    turnsWithin: 345,
    clearsWithin: 30,
  },
};
