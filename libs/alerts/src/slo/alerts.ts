import {
  above,
  atLeast,
  both,
  complement,
  given,
  portion,
  record,
  scale,
  type Recording,
  type Window,
} from '@aura/metrics/promql';
import { formatAmount, type Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import type { Scene, Story } from '../story.js';
import { windowSeconds } from '../window.js';
import { BURNS, BURN_WINDOWS, type Burn, type BurnWindow } from './burn.js';
import { objectives, type Objective } from './objectives.js';

/** The shares of bad events over every window that an alert reads, the traffic, and what is left of each budget. */
export function sloRecordings(
  thresholds: Thresholds,
): readonly Recording<never, 'ratio' | 'count/s'>[] {
  return objectives(thresholds).flatMap((objective) => [
    ...BURN_WINDOWS.map((window) => badShare(objective, window)),
    ...BURNS.map(({ long }) => eventRate(objective, long)),
    budgetLeft(objective),
  ]);
}

/** One alert for each objective and burn rate. */
export function sloAlerts(thresholds: Thresholds): readonly Alert[] {
  return objectives(thresholds).flatMap((objective) =>
    BURNS.map((burn) => burnAlert(objective, burn, thresholds)),
  );
}

/** What an objective promises, it promises over this time. */
export const BUDGET_PERIOD: Window = '30d';

function badShare(objective: Objective, window: BurnWindow): Recording<never, 'ratio'> {
  return record(
    `slo:${objective.id}_bad:ratio_rate${window}`,
    objective.badShare(window),
    `Share of ${objective.counted} that ${objective.bad}, over ${window}.`,
  );
}

function eventRate(objective: Objective, window: BurnWindow): Recording<never, 'count/s'> {
  return record(
    `slo:${objective.id}_events:rate${window}`,
    objective.events(window),
    `Events per second that the objective counts, over ${window}.`,
  );
}

/** 1 when nothing of the budget is spent, 0 when all of it is, below 0 when the promise is broken. */
function budgetLeft(objective: Objective): Recording<never, 'ratio'> {
  return record(
    `slo:${objective.id}_budget:left_ratio${BUDGET_PERIOD}`,
    complement(scale(objective.badShare(BUDGET_PERIOD), rounded(1 / (1 - objective.target.value)))),
    `Share of the error budget of ${BUDGET_PERIOD} that is left.`,
  );
}

function burnAlert(
  objective: Objective,
  burn: Burn & (typeof BURNS)[number],
  { slo }: Thresholds,
): Alert {
  const limit = {
    value: rounded(burn.factor * (1 - objective.target.value)),
    unit: 'ratio',
  } as const;
  const long = badShare(objective, burn.long).series;
  const badPerSecond = portion(long, eventRate(objective, burn.long).series);
  const enough = rounded(slo.minimumBadEvents.value / windowSeconds(burn.long));
  const times = burn.factor === 1 ? '' : `${burn.factor} times `;
  const promised = formatAmount(objective.target.value, 'ratio');
  return alert({
    name: `${objective.name}Burn${burn.long}` as Capitalize<string>, // every objective is capitalised
    severity: burn.severity,
    component: objective.component,
    when: given(
      both(above(long, limit), above(badShare(objective, burn.short).series, limit)),
      atLeast(badPerSecond, { value: enough, unit: 'count/s' }),
    ),
    for: burn.for,
    summary: ({ value, limit }) =>
      `${value} of ${objective.counted} within ${burn.long} ${objective.bad}; more than ${limit} is over ` +
      `${times}what the error budget allows.`,
    description: () =>
      `${promised} was promised to be good over ${BUDGET_PERIOD}. At this rate the budget of that time is gone ` +
      `in ${formatAmount(Math.round((30 * 24) / burn.factor) * 3600, 'seconds')}.`,
    story: burnStory(objective, burn, {
      limit: limit.value,
      minimumBadEvents: slo.minimumBadEvents.value,
    }),
  });
}

interface Limits {
  readonly limit: number;
  readonly minimumBadEvents: number;
}

/** The long window decides when the alert begins, the short one when it ends. */
function burnStory(
  objective: Objective,
  { long, short, step }: Burn,
  { limit, minimumBadEvents }: Limits,
): Story<never> {
  const perSecond = (2 * minimumBadEvents) / (windowSeconds(long) * limit);
  return {
    world: objective.world({ eventsPerSecond: () => perSecond, badShare: (value) => value }),
    calm: limit * 0.95,
    alarming: limit * 1.05,
    labels: {},
    whenAbsent: 'silent',
    looksBack: long,
    crossesAfter: `${windowSeconds(long) / 2}s`,
    endsAfter: `${windowSeconds(short) / 2}s`,
    step,
    scenes: surges(objective, { long, short }, { limit, minimumBadEvents }),
  };
}

function surges(
  objective: Objective,
  windows: Surge['windows'],
  { limit, minimumBadEvents }: Limits,
): Readonly<Record<string, Scene>> {
  return {
    'fires when traffic rose and fell, and bad events are just enough': surge(objective, {
      badShare: limit * 1.2,
      badEvents: minimumBadEvents * 1.05,
      windows,
      firing: 1,
    }),
    'stays silent when traffic rose and fell, and bad events are just too few': surge(objective, {
      badShare: limit * 1.2,
      badEvents: minimumBadEvents * 0.95,
      windows,
      firing: 0,
    }),
    'ends when the short window has recovered, though traffic falls and the long one remembers':
      recovery(objective, windows, { limit, minimumBadEvents }),
  };
}

interface Surge {
  readonly badShare: number;
  /** Of all the traffic. */
  readonly badEvents: number;
  readonly windows: Pick<Burn, 'long' | 'short'>;
  readonly firing: number;
}

const FALLS_TO = 0.1;

/**
 * Traffic that began less than half the long window ago and fell to a tenth within the short one, always with the
 * same share of bad events. A window half or twice as long holds other traffic, so no two of them can be mixed up.
 */
function surge(objective: Objective, { badShare, badEvents, windows, firing }: Surge): Scene {
  const lasts = windowSeconds(windows.long) * 0.4;
  const sinceFall = windowSeconds(windows.short) * 0.9;
  const perSecond = badEvents / badShare / (lasts + FALLS_TO * sinceFall);
  return {
    world: objective.world({
      eventsPerSecond: (level) => perSecond * level,
      badShare: () => badShare,
    }),
    stretches: [
      { value: 0, lasts: windows.short },
      { value: 1, lasts: `${lasts}s` },
      { value: FALLS_TO, lasts: `${sinceFall}s` },
    ],
    firing,
  };
}

/** The same traffic, of which the share of bad events comes down to just below the limit before it falls. */
function recovery(
  objective: Objective,
  { long, short }: Surge['windows'],
  { limit, minimumBadEvents }: Limits,
): Scene {
  const lasts = windowSeconds(long) * 0.4;
  const shortSeconds = windowSeconds(short);
  const perSecond = (2 * minimumBadEvents) / limit / lasts;
  return {
    world: objective.world({
      eventsPerSecond: (level) => perSecond * Math.min(level, 1),
      badShare: (level) => limit * (level > 1 ? 1.2 : 0.95),
    }),
    stretches: [
      { value: 0, lasts: short },
      { value: 2, lasts: `${lasts}s` },
      { value: 1, lasts: `${1.2 * shortSeconds}s` },
      { value: FALLS_TO, lasts: `${0.9 * shortSeconds}s` },
    ],
    firing: 0,
  };
}

/** Floating point must not print 0.14400000000000002 into a rule. */
function rounded(value: number): number {
  return Number(value.toPrecision(9));
}
