import type { Fault } from '../finding.js';
import { type Check, ofAlert } from '../check.js';
import { nearest } from '../nearest.js';
import {
  type Call,
  everyNode,
  type Expr,
  isComparison,
  type Selector,
  selectors,
} from '../promql/tree.js';
import { baseMetrics, type Subject, type World } from '../world.js';

const PAGING: readonly string[] = ['page', 'critical'];

export const missingAbsentGuard = {
  id: 'missing-absent-guard',
  find: ofAlert(({ rule, tree }, world) => {
    if (tree === undefined || !PAGING.includes(rule.labels['severity'] ?? '')) return [];
    if (absences(tree).length > 0 || hasFallback(tree)) return [];
    return selectors(tree)
      .filter((selector) => isBlind(selector, world))
      .slice(0, 1)
      .map((selector) => fault(selector, asMeant(selector, rule.expr, world), world));
  }),
} as const satisfies Check;

/** `or vector(0)` and its like leave a value behind. */
function hasFallback(tree: Expr): boolean {
  return everyNode(tree).some((node) => node.kind === 'call' && node.name === 'vector');
}

function absences(tree: Expr): readonly Call[] {
  return everyNode(tree)
    .filter((node) => node.kind === 'call')
    .filter(({ name }) => name === 'absent' || name === 'absent_over_time');
}

/** The series may go without the alert, or another, being any the wiser. */
function isBlind(selector: Selector, world: World): boolean {
  return baseMetrics(selector, world).some((name) => {
    const { knowledge } = world;
    if (name === 'up') return jobsOf(selector).length > 0 && !isMissed(name, selector, world);
    if (knowledge.pushed.has(name)) return !isMissed(name, selector, world);
    const canVanish = knowledge.exporterJob.has(name) || isUpLike(name);
    return canVanish && !isMissed(name, selector, world) && !isTargetWatched(name, world);
  });
}

function isUpLike(name: string): boolean {
  return name.endsWith('_up') || name === 'probe_success';
}

/** Some alert asks whether the metric is absent, for the same job where jobs are named. */
function isMissed(name: string, selector: Selector, world: World): boolean {
  return trees(world)
    .flatMap(absences)
    .flatMap((call) => selectors(call))
    .filter((absent) => baseMetrics(absent, world).includes(name))
    .some((absent) => overlap(jobsOf(absent), jobsOf(selector)));
}

/** Some alert notices that the exporter, or any target, is down. */
function isTargetWatched(name: string, world: World): boolean {
  const job = world.knowledge.exporterJob.get(name);
  return trees(world)
    .flatMap(everyNode)
    .filter(isComparison)
    .flatMap((comparison) => selectors(comparison))
    .filter(({ metric }) => metric?.name === 'up')
    .some((up) => jobsOf(up).length === 0 || (job !== undefined && jobsOf(up).includes(job)));
}

function trees({ subjects }: World): readonly Expr[] {
  const alerting = ({ rule, tree }: Subject): readonly Expr[] =>
    rule.kind === 'alert' && tree !== undefined ? [tree] : [];
  return subjects.flatMap(alerting);
}

/** The jobs a selector names, one or as `a|b`. */
function jobsOf({ matchers }: Selector): readonly string[] {
  return matchers
    .filter(({ label, operator }) => label === 'job' && !operator.startsWith('!'))
    .flatMap(({ value }) => value.split('|'));
}

function overlap(some: readonly string[], others: readonly string[]): boolean {
  if (some.length === 0 || others.length === 0) return true;
  return some.some((job) => others.includes(job));
}

/** The selector's text; a job that is written wrong there would never be absent, nor ever present. */
function asMeant({ matchers, at }: Selector, expr: string, { knowledge }: World): string {
  let end = at[1];
  let text = '';
  for (const { label, value, valueAt } of matchers.toReversed()) {
    const isSlip = label === 'job' && !knowledge.jobs.includes(value);
    const right = isSlip ? nearest(value, knowledge.jobs) : undefined;
    if (right === undefined) continue;
    text = `"${right}"${expr.slice(valueAt[1], end)}${text}`;
    end = valueAt[0];
  }
  return expr.slice(at[0], end) + text;
}

function fault({ metric, at }: Selector, text: string, { knowledge }: World): Fault {
  const name = metric?.name ?? '';
  const whose = knowledge.pushed.has(name) ? 'what pushes it' : 'what serves it';
  return {
    severity: 'warning',
    at,
    summary: `when ${whose} is gone, ${name} has no series, and this page stays silent`,
    remedy: `add "or absent(${text})", or an alert on absent(${text})`,
  };
}
