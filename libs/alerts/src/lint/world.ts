import { isOpen, type Domain, type Metric } from '@aura/metrics';
import type { Knowledge } from './knowledge.js';
import { labelsOf, UNKNOWN_LABELS } from './promql/labels.js';
import { readPromql } from './promql/read.js';
import { type Expr, selectors } from './promql/tree.js';
import type { SyntaxFault } from './promql/syntax-fault.js';
import { typeFault } from './promql/types.js';
import { measureOf, observedBy } from './promql/units.js';
import type { Rule, RuleFile } from './rule-file.js';
import { type LookUp, PARTS, type Series, seriesOf } from './series.js';

/** Names under which exporters serve a moment; their unit is that of a span. */
const MOMENT = /(_timestamp|push_time|push_failure_time|start_time|boot_time)_seconds$/;

/** A rule with its expression read. */
export interface Subject {
  readonly file: string;
  readonly rule: Rule;
  readonly fault: SyntaxFault | undefined;
  /** Missing where the expression is no PromQL; then `fault` says why. */
  readonly tree: Expr | undefined;
}

/** Everything a check may look at besides the rule in hand. */
export interface World {
  readonly knowledge: Knowledge;
  readonly subjects: readonly Subject[];
  readonly series: LookUp;
  readonly names: readonly string[];
}

export function worldOf(files: readonly RuleFile[], knowledge: Knowledge): World {
  const subjects = files.flatMap(({ file, rules }) =>
    rules.map((rule): Subject => {
      const read = readPromql(rule.expr);
      const fault = read.ok ? typeFault(read.tree) : read.fault;
      return { file, rule, fault, tree: read.ok && fault === undefined ? read.tree : undefined };
    }),
  );
  const known = new Map(knowledge.metrics.flatMap((metric) => metricSeries(metric, knowledge)));
  const recordings = new Map(
    subjects
      .filter(({ rule }) => rule.kind === 'record')
      .map((subject) => [subject.rule.name, subject] as const),
  );
  const lookUp = memoised((name, again) => {
    const recorded = recordings.get(name);
    return recorded === undefined ? known.get(name) : recordedSeries(recorded, again);
  });
  return { knowledge, subjects, series: lookUp, names: [...known.keys(), ...recordings.keys()] };
}

/** A recording may use recordings; one that leads back to itself is as good as unknown. */
function memoised(find: (name: string, again: LookUp) => Series | undefined): LookUp {
  const found = new Map<string, Series | undefined>();
  const lookUp = (name: string): Series | undefined => {
    if (found.has(name)) return found.get(name);
    found.set(name, UNKNOWN_SERIES);
    const series = find(name, lookUp);
    found.set(name, series);
    return series;
  };
  return lookUp;
}

const UNKNOWN_SERIES: Series = {
  kind: 'unknown',
  measure: undefined,
  labels: UNKNOWN_LABELS,
  domains: {},
  metric: undefined,
  part: undefined,
  observed: undefined,
  jobs: undefined,
  isOfEveryJob: false,
};

function metricSeries(
  metric: Metric,
  { targetLabels, jobs, ofEveryJob, ofAnyLabel, pushed }: Knowledge,
): readonly [string, Series][] {
  const labels = [...Object.keys(metric.labels), ...targetLabels];
  const series = (extra: readonly string[]): Series => ({
    kind: metric.kind,
    measure: MOMENT.test(metric.name) ? 'epoch' : metric.unit,
    labels: { names: new Set([...labels, ...extra]), isComplete: !ofAnyLabel.has(metric.name) },
    domains: metric.labels,
    metric,
    part: undefined,
    observed: undefined,
    // What is pushed names jobs of its own, and is ours all the same.
    jobs: pushed.has(metric.name) ? undefined : jobs,
    isOfEveryJob: ofEveryJob.has(metric.name),
  });
  if (metric.kind !== 'histogram') return [[metric.name, series([])]];
  return PARTS.map((part) => [
    metric.name + part,
    {
      ...series(part === '_bucket' ? ['le'] : []),
      kind: 'counter',
      measure: part === '_sum' ? metric.unit : 'count',
      part,
    },
  ]);
}

function recordedSeries({ rule, tree }: Subject, series: LookUp): Series {
  if (tree === undefined) return UNKNOWN_SERIES;
  const { names, isComplete } = labelsOf(tree, series);
  return {
    ...UNKNOWN_SERIES,
    kind: countsUp(tree, series) ? 'unknown' : 'gauge',
    measure: measureOf(tree, series),
    observed: observedBy(tree, series),
    labels: { names: new Set([...names, ...Object.keys(rule.labels)]), isComplete },
  };
}

function countsUp(tree: Expr, series: LookUp): boolean {
  if (tree.kind === 'aggregation' || tree.kind === 'shifted') return countsUp(tree.of, series);
  if (tree.kind !== 'selector') return false;
  return seriesOf(tree, series)?.kind !== 'gauge';
}

/** The values that a label of a series may hold, where they are listed. */
export function closedDomain(domain: Domain | undefined): readonly string[] | undefined {
  return domain === undefined || isOpen(domain) ? undefined : domain;
}

/** The metrics that an expression stands on, through the recordings it uses. */
export function baseMetrics(tree: Expr, world: World): readonly string[] {
  const found = new Set<string>();
  const visit = (expr: Expr): void => {
    for (const { metric } of selectors(expr)) {
      if (metric === undefined || found.has(metric.name)) continue;
      found.add(metric.name);
      for (const { rule, tree: recorded } of world.subjects) {
        if (rule.kind === 'record' && rule.name === metric.name && recorded) visit(recorded);
      }
    }
  };
  visit(tree);
  return [...found];
}
