import { nameOf } from '../rule-files.js';
import { slim } from '../slim.js';
import type { Shipped, Story } from '../story-files.js';
import { mutantsOf, type Mutant } from './mutant.js';

/** A mutant, and the stories of which one must fail with it. */
export interface Trial {
  readonly mutant: Mutant;
  readonly stories: readonly Story[];
}

/** Every mutant of the alerts and of the recordings that they read, each once. */
export function plan({ groups, alerts, stories }: Shipped): readonly Trial[] {
  const needs = alerts.map((alert) => ({
    alert,
    rules: slim(groups, alert).flatMap(({ rules }) => rules),
  }));
  const rules = new Map(needs.flatMap((need) => need.rules.map((rule) => [nameOf(rule), rule])));
  return [...rules].flatMap(([name, rule]) => {
    const readers = needs.filter((need) => need.rules.some((one) => nameOf(one) === name));
    const provedBy = stories.filter(({ alert }) =>
      readers.some((reader) => reader.alert === alert),
    );
    return mutantsOf(rule).map((mutant) => ({ mutant, stories: provedBy }));
  });
}
