import {
  durationSeconds,
  literal,
  match,
  type Cases,
  type Expr,
  type Matcher,
  type Span,
} from '@aura/alerts';

/** A place of an expression, what is written there instead, and how a reader is told of it. */
export interface Change {
  readonly at: Span;
  readonly to: string;
  /** By default what was written and what is written instead. */
  readonly words?: string;
}

type Of<K extends Expr['kind']> = Extract<Expr, { kind: K }>;

/** Every change to this node of an expression itself; the nodes in it have changes of their own. */
export function changesTo(node: Expr, source: string): readonly Change[] {
  const cases: Cases<readonly Change[]> = {
    number: numberChanges,
    string: () => [],
    selector: (selector) => matcherChanges(selector, source),
    range: ({ durationAt, seconds }) =>
      seconds === undefined ? [] : durations(durationAt, seconds),
    subquery: () => [],
    shifted: (shifted) => offsetChanges(shifted, source),
    aggregation: (aggregation) => aggregationChanges(aggregation, source),
    call: quantileChanges,
    binary: (binary) => [
      ...operatorChanges(binary, source),
      ...operandChanges(binary, source),
      ...matchingChanges(binary, source),
    ],
    unary: () => [],
  };
  return match(node, cases);
}

function numberChanges({ at, value }: Of<'number'>): readonly Change[] {
  const tenth = [value * 1.1, value * 0.9].map((changed) => Number(changed.toPrecision(12)));
  const next = Number.isInteger(value) ? [value + 1, value - 1] : [];
  const all = new Set([...tenth, ...next].filter((changed) => changed !== value));
  return [...all].map((changed) => ({ at, to: String(changed) }));
}

function durations(at: Span, seconds: number): readonly Change[] {
  return [seconds / 2, seconds * 2].map((changed) => ({ at, to: `${String(changed)}s` }));
}

function offsetChanges({ at, of }: Of<'shifted'>, source: string): readonly Change[] {
  const [whole, before = '', duration = ''] =
    /^(\s*offset\s+)(\w+)/.exec(source.slice(of.at[1], at[1])) ?? [];
  const seconds = durationSeconds(duration);
  if (whole === undefined || seconds === undefined) return [];
  const from = of.at[1] + before.length;
  return durations([from, from + duration.length], seconds);
}

const ANOTHER = '"another"';
const NEGATED: Readonly<Record<Matcher['operator'], string>> = {
  '=': '!=',
  '!=': '=',
  '=~': '!~',
  '!~': '=~',
};

function matcherChanges({ metric, matchers, at }: Of<'selector'>, source: string): Change[] {
  const text = ({ at: [from, to] }: Matcher): string => source.slice(from, to);
  const list: Span = [metric?.at[1] ?? at[0], at[1]];
  return matchers.flatMap((matcher) => {
    const others = matchers.filter((other) => other !== matcher).map(text);
    const value = source.slice(...matcher.valueAt);
    const parts = value.slice(1, -1).split('|');
    const alternatives = parts.length === 1 ? [] : parts;
    return [
      {
        at: list,
        to: others.length === 0 ? '' : `{${others.join(',')}}`,
        words: `${text(matcher)} dropped`,
      },
      { at: matcher.at, to: matcher.label + NEGATED[matcher.operator] + value },
      { at: matcher.at, to: `${matcher.label}${matcher.operator}${ANOTHER}` },
      ...alternatives.map((left) => ({
        at: matcher.valueAt,
        to: `"${alternatives.filter((other) => other !== left).join('|')}"`,
        words: `${left} left out of ${text(matcher)}`,
      })),
    ];
  });
}

const AGGREGATIONS = ['sum', 'max', 'min', 'avg'];

function aggregationChanges(
  { at, operator, grouping }: Of<'aggregation'>,
  source: string,
): readonly Change[] {
  const place: Span = [at[0], at[0] + operator.length];
  const others = AGGREGATIONS.includes(operator)
    ? AGGREGATIONS.filter((other) => other !== operator)
    : [];
  return [
    ...others.map((other) => ({ at: place, to: other })),
    ...without(grouping?.labels ?? [], source),
  ];
}

/** A list of labels with each of them left out in turn. */
function without(
  labels: readonly { readonly name: string; readonly at: Span }[],
  source: string,
): readonly Change[] {
  const [first, last] = [labels[0], labels.at(-1)];
  if (first === undefined || last === undefined) return [];
  const at: Span = [first.at[0], last.at[1]];
  return labels.map((label) => ({
    at,
    to: labels
      .filter((other) => other !== label)
      .map((other) => source.slice(...other.at))
      .join(', '),
    words: `${label.name} left out of (${source.slice(...at)})`,
  }));
}

function quantileChanges({ name, arguments: [q] }: Of<'call'>): readonly Change[] {
  if (name !== 'histogram_quantile' || q === undefined || literal(q) === undefined) return [];
  return ['0.5', '0.9', '0.99'].map((to) => ({ at: q.at, to }));
}

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '>': ['>=', '<', '=='],
  '>=': ['>', '<=', '=='],
  '<': ['<=', '>', '=='],
  '<=': ['<', '>=', '=='],
  '==': ['!=', '>=', '<='],
  '!=': ['==', '>', '<'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['/'],
};

/** The right operand is shown with a comparison, because an expression may hold several. */
function operatorChanges(
  { operator, operatorAt, right }: Of<'binary'>,
  source: string,
): readonly Change[] {
  const value = right.kind === 'number' ? source.slice(operatorAt[1], right.at[1]) : '';
  const at: Span = [operatorAt[0], operatorAt[1] + value.length];
  return (OPERATORS[operator] ?? []).map((other) => ({ at, to: other + value }));
}

const SETS = ['and', 'or', 'unless'];

function operandChanges(
  { operator, at, left, right }: Of<'binary'>,
  source: string,
): readonly Change[] {
  if (!SETS.includes(operator)) return [];
  const sides = [
    { dropped: left, kept: right },
    { dropped: right, kept: left },
  ];
  return sides.map(({ dropped, kept }) => ({
    at,
    to: `(${source.slice(...kept.at)})`,
    words: `${operator}: ${source.slice(...dropped.at)} dropped`,
  }));
}

function matchingChanges({ matching }: Of<'binary'>, source: string): readonly Change[] {
  return matching?.mode === 'on' ? without(matching.labels, source) : [];
}
