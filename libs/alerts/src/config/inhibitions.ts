import { DEPENDS_ON } from '@aura/metrics';
import { afterOutage, GONE, REMEMBERED, type Remembered } from '../catalogue/after-outage.js';
import { OBJECTIVES } from '../slo/names.js';
import type { Objective } from '../slo/objectives.js';
import { BURNS } from '../slo/burn.js';
import { equals, isNot, oneOf } from './matchers.js';

/** While an alert like the source fires, alerts like the target wait. Printed as the Alertmanager reads it. */
export interface Inhibition {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal: readonly string[];
}

/** What leans on what: each name with the names it needs. */
export type Graph = Readonly<Record<string, readonly string[]>>;

/** Alerts about one trouble, the most telling first; each silences those behind it where all of `per` are equal. */
interface Chain {
  readonly alerts: readonly string[];
  readonly per: readonly string[];
}

/** What the probes find; the milder last. */
const HEALTH = ['ComponentUnhealthy', 'ComponentDegraded'] as const;
const QUEUE_ALERTS = ['NoWorkers', 'QueueStuck', 'QueueBacklogSevere', 'QueueBacklog'] as const;

export const CHAINS: readonly Chain[] = [
  { alerts: ['ApplicationDown', 'TargetDown'], per: ['job'] },
  { alerts: ['CpuExhausted', 'HighCpuUsage'], per: ['instance'] },
  { alerts: ['MemoryExhausted', 'HighMemoryUsage'], per: ['instance'] },
  { alerts: ['DiskAlmostFull', 'DiskFullSoon', 'DiskSpaceLow'], per: ['instance', 'mountpoint'] },
  { alerts: QUEUE_ALERTS, per: ['queue'] },
  { alerts: HEALTH, per: ['component'] },
  { alerts: ['HighErrorRate', ...burns('ApiAvailability')], per: [] },
  { alerts: ['HighRequestLatency', ...burns('ApiLatency')], per: [] },
  { alerts: ['VideoGenerationFailures', ...burns('VideoSuccess')], per: [] },
  { alerts: burns('VideoDuration'), per: [] },
];

/**
 * What an outage that is over leaves behind, by the time it takes to go: what is not back on its feet yet, ranges that
 * still hold failures, and a queue that is still being worked off. Whatever of these is there later is a trouble of
 * its own. Two pages that an outage silences are told as soon as it is over: ApplicationDown, which is gone as soon as
 * the application answers, and PaymentsFailing, for money is not left alone for half an hour.
 */
export const ECHOES: Readonly<Record<Remembered, readonly string[]>> = {
  '2m': ['NoWorkers', 'LongRunningTasks', ...HEALTH],
  '6m': [
    ...['HighErrorRate', 'HighRequestLatency', 'VideoGenerationFailures'],
    ...['QueueBacklog', 'QueueBacklogSevere', 'QueueStuck'],
    ...OBJECTIVES.map((objective) => `${objective}Burn1h`),
  ],
  '35m': [
    ...['AiOptimizationFailures', 'VideoQualityDrop', 'JobsStalled'],
    ...OBJECTIVES.map((objective) => `${objective}Burn6h`),
  ],
};

/** The alert that holds this one back for a while after an outage; undefined where none does. */
export function heldBackBy(alert: string): string | undefined {
  const remembered = REMEMBERED.find((range) => ECHOES[range].includes(alert));
  return remembered && afterOutage(remembered);
}

/** Every inhibit rule. One deployment never silences another. */
export function inhibitions(graph: Graph = DEPENDS_ON): readonly Inhibition[] {
  const rules = [
    ...Object.entries(GONE).map(([component, alert]) => gone(graph, { component, alert })),
    ...Object.keys(GONE).flatMap((component) =>
      REMEMBERED.map((remembered) => echoing(graph, { component, remembered })),
    ),
    healthRepeats(),
    ...CHAINS.flatMap(chained),
  ];
  return rules.map((rule) => ({ ...rule, equal: ['deployment', ...rule.equal] }));
}

/** All that leans on a component, directly or through others. Throws where the graph bites its own tail. */
export function leaningOn(graph: Graph, component: string): readonly string[] {
  const found = new Set<string>();
  const visit = (needed: string): void => {
    for (const [name, needs] of Object.entries(graph)) {
      if (!needs.includes(needed) || found.has(name)) continue;
      found.add(name);
      visit(name);
    }
  };
  visit(component);
  if (found.has(component)) {
    throw new Error(
      `${component} leans on itself (through ${[...found].join(', ')}): two dead components would silence each other`,
    );
  }
  return Object.keys(graph).filter((name) => found.has(name));
}

/**
 * What a component takes with it: itself, and all that leans on it. The graph leads from the application to its
 * queues; their workers, which run in the application, are the one thing that leads back.
 */
function explainedBy(graph: Graph, component: string): readonly string[] {
  const workedOff = component === 'application' ? ['queue'] : [];
  return [component, ...leaningOn(graph, component), ...workedOff];
}

function gone(
  graph: Graph,
  { component, alert }: { readonly component: string; readonly alert: string },
): Inhibition {
  return {
    source_matchers: [equals('alertname', alert)],
    target_matchers: [oneOf('component', explainedBy(graph, component)), isNot('alertname', alert)],
    equal: [],
  };
}

/** Holds back of what the outage silenced whatever still sees it. */
function echoing(
  graph: Graph,
  { component, remembered }: { readonly component: string; readonly remembered: Remembered },
): Inhibition {
  return {
    source_matchers: [equals('alertname', afterOutage(remembered)), equals('component', component)],
    target_matchers: [
      oneOf('alertname', ECHOES[remembered]),
      oneOf('component', explainedBy(graph, component)),
    ],
    equal: [],
  };
}

/** What the probes find of a component is no news beside a page about it. */
function healthRepeats(): Inhibition {
  return {
    source_matchers: [equals('severity', 'page')],
    target_matchers: [oneOf('alertname', HEALTH)],
    equal: ['component'],
  };
}

/** An inhibited alert still inhibits, but one in the middle may not fire: so each names all that are behind it. */
function chained({ alerts, per }: Chain): readonly Inhibition[] {
  return alerts.slice(0, -1).map((alert, i) => ({
    source_matchers: [equals('alertname', alert)],
    target_matchers: [oneOf('alertname', alerts.slice(i + 1))],
    equal: per,
  }));
}

/** The fastest burn first: it tells of the same events, sooner. */
function burns(objective: Objective['name']): readonly string[] {
  return BURNS.map(({ long }) => `${objective}Burn${long}`);
}
