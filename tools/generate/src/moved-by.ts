import type { Alert } from '@aura/alerts';
import type { Threshold, Thresholds } from '@aura/thresholds';

/** A threshold with the key that `thresholds.yml` knows it by. */
export interface NamedThreshold {
  readonly key: string;
  readonly threshold: Threshold;
}

export function namedThresholds(thresholds: Thresholds): readonly NamedThreshold[] {
  return places(thresholds).map(({ group, name, threshold }) => ({
    key: `${group}.${name}`,
    threshold,
  }));
}

/**
 * For each alert, the keys of the thresholds that it follows: each threshold is moved in its turn, and the alerts
 * that are written otherwise then are those that depend on it, however the number reaches them.
 */
export function movedBy(
  thresholds: Thresholds,
  alertsOf: (thresholds: Thresholds) => readonly Alert[],
): ReadonlyMap<string, readonly string[]> {
  const asTheyAre = alertsOf(thresholds);
  const moves = places(thresholds).map((place) => {
    const written = new Set(alertsOf(moved(thresholds, place)).map(textOf));
    return { key: `${place.group}.${place.name}`, written };
  });
  return new Map(
    asTheyAre.map((alert) => [
      alert.name,
      moves.filter(({ written }) => !written.has(textOf(alert))).map(({ key }) => key),
    ]),
  );
}

interface Place {
  readonly group: string;
  readonly name: string;
  readonly threshold: Threshold;
}

function places(thresholds: Thresholds): readonly Place[] {
  return Object.entries<Readonly<Record<string, Threshold>>>(thresholds).flatMap(
    ([group, members]) =>
      Object.entries(members).map(([name, threshold]) => ({ group, name, threshold })),
  );
}

/** As far as it goes, so that a number that is rounded on its way to a rule still shows. */
function moved(thresholds: Thresholds, { group, name, threshold }: Place): Thresholds {
  const { value, min, max } = threshold;
  const groups: Readonly<Record<string, object>> = thresholds;
  const members = { ...groups[group], [name]: { ...threshold, value: value === max ? min : max } };
  return { ...thresholds, [group]: members };
}

function textOf({ name, promql, annotations }: Alert): string {
  return JSON.stringify([name, promql, annotations.summary, annotations.description]);
}
