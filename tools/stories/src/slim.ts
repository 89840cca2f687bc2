import { parsePromql } from '@aura/metrics/promql';
import { nameOf, type Group, type Rule } from './rule-files.js';

/**
 * The rule of one alert and the recordings that it reads, directly or through others, in the groups they come from.
 * Evaluating every rule of the house at every step of every story would take minutes.
 */
export function slim(groups: readonly Group[], alert: string): readonly Group[] {
  const rules = groups.flatMap((group) => group.rules);
  const needed = new Set<Rule>();
  const take = (rule: Rule): void => {
    if (needed.has(rule)) return;
    needed.add(rule);
    const names = metricsOf(rule.expr);
    rules.filter(({ record = '' }) => names.has(record)).forEach(take);
  };
  rules.filter((rule) => rule.alert === alert).forEach(take);
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => needed.has(rule)) }))
    .filter(({ rules: kept }) => kept.length > 0);
}

/** The same groups with another rule in place of the one of its name. */
export function replaceRule(groups: readonly Group[], changed: Rule): readonly Group[] {
  return groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => (nameOf(rule) === nameOf(changed) ? changed : rule)),
  }));
}

function metricsOf(promql: string): ReadonlySet<string> {
  const parsed = parsePromql(promql);
  if (!parsed.ok) throw new Error(`a shipped expression ${parsed.problem}\n${promql}`);
  return new Set(parsed.selectors.flatMap(({ metric }) => metric ?? []));
}
