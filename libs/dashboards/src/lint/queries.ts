import {
  everyNode,
  houseKnowledge,
  lintRules,
  readPromql,
  recordings,
  type RuleFile,
} from '@aura/alerts';
import { EXTERNAL_METRICS, METRICS } from '@aura/metrics';
import type { Thresholds } from '@aura/thresholds';
import { annotations } from '../annotation.js';
import type { Page, Query } from '../panel.js';
import { filledIn } from '../questions.js';
import type { Finding } from './finding.js';

type Rule = RuleFile['rules'][number];

/** Checks of rules that a query of a panel has to pass as well. The others are of what surrounds a rule. */
const OF_QUERIES: readonly string[] = [
  'syntax',
  'unknown-metric',
  'unknown-label',
  'label-value',
  'rate-of-gauge',
  'rate-of-sum',
  'range-too-short',
  'quantile-without-le',
  'quantile-out-of-range',
  'ratio-without-matching-labels',
  'many-to-many',
  'unit-mismatch',
  'lost-label',
  'template-error',
];

/**
 * Holds every query against what the linter of rules knows: each is read as the rule that would alert by it, its legend
 * as the text that would speak of its labels.
 */
export function queryFindings(pages: readonly Page[], thresholds: Thresholds): readonly Finding[] {
  const asked = pages.flatMap(asRules);
  const found = lintRules([recorded(thresholds), file('panels', asked)], houseKnowledge());
  return [
    ...found
      .filter(({ check, file: name }) => name === 'panels' && OF_QUERIES.includes(check))
      .map(({ check, group, rule, summary }) => {
        return { check, page: group, where: rule, problem: summary };
      }),
    ...asked.flatMap(bareCounters),
  ];
}

/** A rule may add counters up to see whether there are any. A panel that draws a total since a start draws nothing. */
function bareCounters({ group, name, expr }: Rule): readonly Finding[] {
  const read = readPromql(expr);
  if (!read.ok) return [];
  const nodes = everyNode(read.tree);
  const ranged = new Set(nodes.flatMap((node) => (node.kind === 'range' ? [node.of] : [])));
  return nodes
    .filter((node) => node.kind === 'selector')
    .filter((node) => COUNTERS.has(node.metric?.name ?? '') && !ranged.has(node))
    .map(({ metric }) => {
      const problem = `draws ${metric?.name ?? ''} as it is, which is the total since its process started`;
      return { check: 'counter-without-rate', page: group, where: name, problem };
    });
}

const COUNTERS = new Set(
  [...METRICS, ...EXTERNAL_METRICS].flatMap(({ name, kind }) => {
    if (kind === 'counter') return [name];
    return kind === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [];
  }),
);

function asRules(page: Page): readonly Rule[] {
  const panels = page.rows.flatMap((row) => row.panels);
  return [
    ...panels.flatMap(({ title, queries }) => queries.map((query) => asRule(page, title, query))),
    ...annotations(page).map(({ name, promql, title }) =>
      asRule(page, name, { promql, legend: title }),
    ),
  ];
}

function asRule(page: Page, name: string, { promql, legend }: Query): Rule {
  return {
    kind: 'alert',
    name,
    group: page.uid,
    expr: filledIn(promql, page),
    for: '1m',
    labels: {},
    annotations: { summary: legend.replaceAll(/\{\{(\w+)\}\}/g, '{{ $labels.$1 }}') },
    lines: {},
  };
}

function recorded(thresholds: Thresholds): RuleFile {
  const rules = recordings(thresholds).map(({ name, promql }): Rule => {
    const nothing = { labels: {}, annotations: {}, lines: {}, for: undefined };
    return { kind: 'record', name, group: 'recordings', expr: promql, ...nothing };
  });
  return file('recordings', rules);
}

function file(name: string, rules: readonly Rule[]): RuleFile {
  return { file: name, rules, problems: [] };
}
