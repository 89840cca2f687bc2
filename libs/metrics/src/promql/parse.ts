import { parser } from '@prometheus-io/lezer-promql';

/** One selector of an expression: the metric it names and the labels it matches on. */
export interface Selector {
  readonly metric: string | undefined;
  readonly labels: readonly string[];
}

export type Parsed =
  | { readonly ok: true; readonly selectors: readonly Selector[] }
  | { readonly ok: false; readonly at: number; readonly problem: string };

/** Parses PromQL with Prometheus' own grammar. Never throws. */
export function parsePromql(promql: string): Parsed {
  const tree = parser.parse(promql);
  const selectors: Selector[] = [];
  let brokenAt: number | undefined;
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) brokenAt ??= node.from;
      if (node.name === 'VectorSelector') selectors.push(selectorAt(promql, node.node));
    },
  });
  if (brokenAt === undefined && promql.trim() !== '') return { ok: true, selectors };
  const at = brokenAt ?? 0;
  return {
    ok: false,
    at,
    problem: `cannot be parsed from character ${String(at)}: …${promql.slice(at, at + 20)}`,
  };
}

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

function selectorAt(promql: string, node: SyntaxNode): Selector {
  const name = node.getChild('Identifier');
  const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  return {
    metric: name === null ? undefined : promql.slice(name.from, name.to),
    labels: matchers.flatMap((matcher) => {
      const label = matcher.getChild('LabelName');
      return label === null ? [] : [promql.slice(label.from, label.to)];
    }),
  };
}
