import { parser } from '@prometheus-io/lezer-promql';
import { durationSeconds } from './duration.js';
import { firstFault, type SyntaxFault } from './syntax-fault.js';
import type { Aggregation, Binary, Expr, Matcher, Matching, Name, Selector, Span } from './tree.js';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

export type Read =
  { readonly ok: true; readonly tree: Expr } | { readonly ok: false; readonly fault: SyntaxFault };

const NOTHING: SyntaxFault = {
  at: [0, 0],
  problem: 'there is no expression',
  remedy: 'write one under expr',
};

/** Reads PromQL with Prometheus' own grammar into a tree of ours. Never throws. */
export function readPromql(source: string): Read {
  if (source.trim() === '') return { ok: false, fault: NOTHING };
  const top = parser.parse(source).topNode;
  const fault = firstFault(top, source);
  if (fault !== undefined) return { ok: false, fault };
  const root = top.getChild('Expr');
  if (root === null) return { ok: false, fault: NOTHING };
  return { ok: true, tree: exprAt(root, source) };
}

function exprAt(node: SyntaxNode, source: string): Expr {
  const read = READERS[node.name];
  // Only a grammar newer than this table has other kinds of expression.
  if (read === undefined) throw new Error(`no reader for ${node.name} of the PromQL grammar`);
  return read(node, source);
}

type Reader = (node: SyntaxNode, source: string) => Expr;

const shifted: Reader = (node, source) => ({
  kind: 'shifted',
  at: spanOf(node),
  of: inner(node, source),
});

const READERS: Readonly<Record<string, Reader>> = {
  NumberDurationLiteral: (node, source) => ({
    kind: 'number',
    at: spanOf(node),
    value: numberValue(textOf(node, source)),
  }),
  StringLiteral: (node, source) => ({
    kind: 'string',
    at: spanOf(node),
    value: unquoted(textOf(node, source)),
  }),
  VectorSelector: selectorAt,
  MatrixSelector: (node, source) => {
    const duration = node.getChild('DurationExpr') ?? node;
    return {
      kind: 'range',
      at: spanOf(node),
      of: inner(node, source),
      seconds: durationSeconds(textOf(duration, source)),
      durationAt: spanOf(duration),
    };
  },
  SubqueryExpr: (node, source) => ({
    kind: 'subquery',
    at: spanOf(node),
    of: inner(node, source),
  }),
  OffsetExpr: shifted,
  StepInvariantExpr: shifted,
  AnchoredExpr: shifted,
  SmoothedExpr: shifted,
  ParenExpr: (node, source) => inner(node, source),
  UnaryExpr: (node, source) => {
    const of = inner(node, source);
    const sign = textOf(node, source).startsWith('-') ? -1 : 1;
    return of.kind === 'number'
      ? { kind: 'number', at: spanOf(node), value: sign * of.value }
      : { kind: 'unary', at: spanOf(node), of };
  },
  AggregateExpr: aggregationAt,
  FunctionCall: (node, source) => ({
    kind: 'call',
    at: spanOf(node),
    name: textOf(node.getChild('FunctionIdentifier') ?? node, source),
    arguments: bodyOf(node, source),
  }),
  BinaryExpr: binaryAt,
};

function inner(node: SyntaxNode, source: string): Expr {
  const child = node.getChild('Expr');
  if (child === null) throw new Error(`${node.name} of the PromQL grammar holds no expression`);
  return exprAt(child, source);
}

function bodyOf(node: SyntaxNode, source: string): readonly Expr[] {
  const body = node.getChild('FunctionCallBody')?.getChildren('Expr') ?? [];
  return body.map((argument) => exprAt(argument, source));
}

function selectorAt(node: SyntaxNode, source: string): Selector {
  const list = node.getChild('LabelMatchers');
  const all = [
    ...childrenOf(list, 'UnquotedLabelMatcher'),
    ...childrenOf(list, 'QuotedLabelMatcher'),
  ].map((matcher) => matcherAt(matcher, source));
  const [name] = [...node.getChildren('Identifier'), ...childrenOf(list, 'QuotedLabelName')];
  return {
    kind: 'selector',
    at: spanOf(node),
    metric: name === undefined ? nameMatched(all) : nameAt(name, source),
    matchers: all.filter(({ label, operator }) => label !== '__name__' || operator !== '='),
  };
}

function childrenOf(node: SyntaxNode | null, kind: string): readonly SyntaxNode[] {
  return node?.getChildren(kind) ?? [];
}

function nameMatched(matchers: readonly Matcher[]): Name | undefined {
  const name = matchers.find(({ label, operator }) => label === '__name__' && operator === '=');
  return name === undefined ? undefined : { name: name.value, at: name.valueAt };
}

function matcherAt(node: SyntaxNode, source: string): Matcher {
  const label = node.getChild('LabelName') ?? node.getChild('QuotedLabelName') ?? node;
  const value = node.getChild('StringLiteral') ?? node;
  return {
    label: unquoted(textOf(label, source)),
    operator: textOf(node.getChild('MatchOp') ?? node, source) as Matcher['operator'], // the grammar has these four
    value: unquoted(textOf(value, source)),
    at: spanOf(node),
    valueAt: spanOf(value),
  };
}

function aggregationAt(node: SyntaxNode, source: string): Expr {
  const given = bodyOf(node, source);
  const operator = textOf(node.getChild('AggregateOp') ?? node, source).toLowerCase();
  const of = given.at(-1);
  const parameters = given.slice(0, -1);
  // `sum()` parses; the check of types says what is missing.
  if (of === undefined) return { kind: 'call', at: spanOf(node), name: operator, arguments: [] };
  const modifier = node.getChild('AggregateModifier');
  const grouping: Aggregation['grouping'] =
    modifier === null
      ? undefined
      : {
          mode: modifier.getChild('By') === null ? 'without' : 'by',
          labels: labelNames(modifier.getChild('GroupingLabels'), source),
        };
  return { kind: 'aggregation', at: spanOf(node), operator, grouping, parameters, of };
}

function binaryAt(node: SyntaxNode, source: string): Binary {
  const [left, right] = node.getChildren('Expr');
  const operator = left?.nextSibling;
  if (left === undefined || right === undefined || operator === null || operator === undefined) {
    throw new Error('BinaryExpr of the PromQL grammar lacks an operand');
  }
  return {
    kind: 'binary',
    at: spanOf(node),
    operator: textOf(operator, source).toLowerCase(),
    operatorAt: spanOf(operator),
    left: exprAt(left, source),
    right: exprAt(right, source),
    isBool: node.getChild('BoolModifier') !== null,
    matching: matchingAt(node.getChild('MatchingModifierClause'), source),
  };
}

function matchingAt(node: SyntaxNode | null, source: string): Matching | undefined {
  if (node === null) return undefined;
  const [labels, include] = node.getChildren('GroupingLabels');
  const isLeft = node.getChild('GroupLeft') !== null;
  const isRight = node.getChild('GroupRight') !== null;
  return {
    mode: node.getChild('On') === null ? 'ignoring' : 'on',
    labels: labelNames(labels, source),
    many: isLeft ? 'left' : isRight ? 'right' : undefined,
    include: labelNames(include, source),
  };
}

function labelNames(node: SyntaxNode | undefined | null, source: string): readonly Name[] {
  const names = node?.getChildren('LabelName') ?? [];
  return [...names, ...childrenOf(node ?? null, 'QuotedLabelName')].map((label) =>
    nameAt(label, source),
  );
}

function nameAt(node: SyntaxNode, source: string): Name {
  return { name: unquoted(textOf(node, source)), at: spanOf(node) };
}

function numberValue(text: string): number {
  const bare = text.replaceAll('_', '').toLowerCase();
  const unsigned = bare.replace(/^[-+]/, '');
  const size = unsigned.startsWith('inf')
    ? Infinity
    : (durationSeconds(unsigned) ?? Number(unsigned));
  return bare.startsWith('-') ? -size : size;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unquoted(text: string): string {
  if (!/^["'`]/.test(text)) return text;
  const body = text.slice(1, -1);
  if (text.startsWith('`')) return body;
  return body.replaceAll(/\\(.)/gs, (_, letter: string) => ESCAPES[letter] ?? letter);
}

function textOf(node: SyntaxNode, source: string): string {
  return source.slice(node.from, node.to);
}

function spanOf(node: SyntaxNode): Span {
  return [node.from, node.to];
}
