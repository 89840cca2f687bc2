import { alerts, recordings, type Alert } from '@aura/alerts';
import {
  above,
  holding,
  perSecond,
  raw,
  scale,
  type Vector,
  type VectorUnit,
} from '@aura/metrics/promql';
import { formatAmount, type Thresholds } from '@aura/thresholds';
import { comparisonsOf, type Comparison } from './comparisons.js';
import type { Drawn } from './draw.js';
import type { Limit } from './panel.js';
import type { Variable } from './variable.js';

/** What pages are made from: one deployment's alerts and recordings, found by name. */
export interface World {
  readonly thresholds: Thresholds;
  /** @throws where there is no such alert. */
  readonly alert: (name: string) => Alert;
  /** A recording without labels. @throws where there is no such recording. */
  readonly recording: <U extends VectorUnit>(name: string, unit: U) => Vector<never, U>;
}

export function worldOf(thresholds: Thresholds): World {
  const rules = new Map(alerts(thresholds).map((alert) => [alert.name, alert]));
  const recorded = new Set<string>(recordings(thresholds).map(({ name }) => name));
  return {
    thresholds,
    alert: (name) => {
      const alert = rules.get(name);
      if (alert === undefined) throw new Error(`a panel watches alert ${name}, which is none`);
      return alert;
    },
    recording: (name, unit) => {
      if (!recorded.has(name)) throw new Error(`a panel draws ${name}, which nothing records`);
      return raw({ promql: name, unit, labels: [], why: 'alerts list recordings without types' });
    },
  };
}

export interface Watched<U extends VectorUnit> {
  readonly of: readonly [Drawn<U>, ...Drawn<U>[]];
  readonly limits: readonly Limit[];
  readonly alerts: readonly string[];
}

/**
 * Draws what alerts compare, over their own windows, with their limits: the text comes out of the rule, so that no
 * panel can show another number than the one that wakes somebody. The legend is given for each alert.
 *
 * @throws where an alert compares in another unit, or nothing with a number.
 */
export function watch<U extends VectorUnit>(
  world: World,
  unit: U,
  legends: Readonly<Record<string, string>>,
): Watched<U> {
  const found = Object.entries(legends).flatMap(([name, legend]) =>
    comparedBy(world.alert(name), unit).map((comparison) => ({ name, legend, comparison })),
  );
  const queries = new Map(
    found.map(({ legend, comparison: { promql } }) => [promql, { promql, legend, unit }] as const),
  );
  const [first, ...others] = queries.values();
  if (first === undefined) throw new Error('a panel watches no alert');
  return {
    of: [first, ...others],
    limits: found.flatMap(({ name, comparison }) => limitOf(world.alert(name), comparison)),
    alerts: Object.keys(legends),
  };
}

/** What is watched, of what the choice at the top of the page leaves; the label of the choice is one of its own. */
export function following<U extends VectorUnit>(
  watched: Watched<U>,
  { label, series }: Variable,
): Watched<U> {
  const chosen = `${series}{${label}=~"$${label}"}`;
  return asking(watched, (promql) => `(${promql}) and on (${label}) (${chosen})`);
}

/**
 * What is watched, and zero where it has no value although there is something that it is a share of: nothing of that
 * was bad yet, and a label that was never sent has no series. The queries are in the order of the alerts.
 */
export function orNone<U extends VectorUnit>(
  watched: Watched<U>,
  whole: (query: number) => Vector<never, 'count/s'>,
): Watched<U> {
  return asking(watched, (promql, query) => {
    const counted = holding(above(whole(query), { value: 0, unit: 'count/s' }));
    return `(${promql}) or (${scale(counted, 0).promql})`;
  });
}

/** What is watched as one number: of the series that matters most. */
export function worst<U extends VectorUnit>(watched: Watched<U>, legend: string): Watched<U> {
  const operator = watched.limits[0]?.breach === 'below' ? 'min' : 'max';
  const { of, ...rest } = asking(watched, (promql) => `${operator} (${promql})`);
  const [first] = of;
  return { ...rest, of: [{ ...first, legend }] };
}

function asking<U extends VectorUnit>(
  { of: [first, ...others], ...watched }: Watched<U>,
  ask: (promql: string, query: number) => string,
): Watched<U> {
  const asked = (drawn: Drawn<U>, query: number): Drawn<U> => {
    return { ...drawn, promql: ask(drawn.promql, query) };
  };
  return {
    ...watched,
    of: [asked(first, 0), ...others.map((drawn, i) => asked(drawn, i + 1))],
  };
}

function comparedBy({ name, promql, limit }: Alert, unit: VectorUnit): readonly Comparison[] {
  const comparisons = comparisonsOf(promql);
  const [own] = comparisons;
  if (own === undefined) throw new Error(`alert ${name} compares nothing with a number`);
  const { base, isPerSecond } = perSecond(unit);
  const printed = `${formatAmount(own.limit, base)}${isPerSecond ? '/s' : ''}`;
  if (printed === limit) return comparisons;
  throw new Error(`alert ${name} has its limit at ${limit}, and a panel draws it as ${printed}`);
}

/** A limit of equality says where something turns, not how much is too much: a code is no line. */
function limitOf({ severity }: Alert, { operator, limit }: Comparison): readonly Limit[] {
  const isCode = operator === '==' && limit !== 1;
  if (isCode || severity === 'none') return [];
  const breach = operator.startsWith('<') ? 'below' : 'above';
  return [{ value: limit, breach, severity }];
}
