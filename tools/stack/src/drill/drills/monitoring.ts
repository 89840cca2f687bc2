import { component, gateway, guard, journal } from '@aura/metrics';
import { together } from '../cause.js';
import { injected } from '../causes/injected.js';
import { stopped } from '../causes/parts.js';
import { counterOf, gaugeOf } from '../causes/samples.js';
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
    turnsWithin: 45,
    clearsWithin: 30,
  },
  PushesRefused: {
    cause: injected(
      'reports increments that are refused',
      'metrics-gateway',
      counterOf(gateway.pushes, { route: 'push', outcome: 'refused' }, 7),
    ),
    turnsWithin: 45,
    clearsWithin: 345,
  },
  JournalNotWritten: {
    cause: injected(
      'reports a gateway whose disk is full',
      'metrics-gateway',
      counterOf(journal.failures, { reason: 'full' }, 3),
    ),
    turnsWithin: 45,
    clearsWithin: 165,
  },
  ProducersNearlySpent: {
    cause: injected(
      'reports a gateway that remembers a million producers',
      'metrics-gateway',
      gaugeOf(gateway.producers, {}, 1_000_000),
    ),
    turnsWithin: 45,
    clearsWithin: 30,
  },
  LabelsFolded: {
    cause: injected(
      'reports increments that fold',
      'metrics-gateway',
      counterOf(gateway.folded, { family: 'video_generation_total' }, 3),
    ),
    turnsWithin: 45,
    clearsWithin: 1_830,
  },
};
