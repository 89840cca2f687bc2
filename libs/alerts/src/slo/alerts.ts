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
import type { Story } from '../story.js';
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
    `Share of ${objective.bad}, over ${window}.`,
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
      `${value} of the last ${burn.long} were ${objective.bad}; more than ${limit} spends the error budget ` +
      `${burn.factor} times too fast.`,
    description: () =>
      `${promised} was promised to be good over ${BUDGET_PERIOD}. At this rate the budget of that time is gone ` +
      `in ${formatAmount(Math.round((30 * 24) / burn.factor) * 3600, 'seconds')}.`,
    story: burnStory(objective, burn, {
      limit: limit.value,
      minimumBadEvents: slo.minimumBadEvents.value,
    }),
  });
}

function burnStory(
  objective: Objective,
  { long, step }: Burn,
  { limit, minimumBadEvents }: { readonly limit: number; readonly minimumBadEvents: number },
): Story<never> {
  const world = (badEvents: number): Story<never>['world'] =>
    objective.world(badEvents / (windowSeconds(long) * limit));
  return {
    world: world(2 * minimumBadEvents),
    calm: limit * 0.95,
    alarming: limit * 1.05,
    labels: {},
    whenAbsent: 'silent',
    looksBack: long,
    crossesAfter: `${windowSeconds(long) / 2}s`,
    step,
    quietWhen: { 'bad events are too few': world(0.8 * minimumBadEvents) },
  };
}

/** Floating point must not print 0.14400000000000002 into a rule. */
function rounded(value: number): number {
  return Number(value.toPrecision(9));
}
