/** Where something stands in an expression: from the first character up to, not including, the second. */
export type Span = readonly [from: number, to: number];

export interface Name {
  readonly name: string;
  readonly at: Span;
}

export type MatchOperator = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  readonly label: string;
  readonly operator: MatchOperator;
  readonly value: string;
  readonly at: Span;
  readonly valueAt: Span;
}

interface Placed<K extends string> {
  readonly kind: K;
  readonly at: Span;
}

export interface NumberLiteral extends Placed<'number'> {
  readonly value: number;
}
export interface StringLiteral extends Placed<'string'> {
  readonly value: string;
}
/** `metric{label="value"}`. */
export interface Selector extends Placed<'selector'> {
  readonly metric: Name | undefined;
  readonly matchers: readonly Matcher[];
}
/** `of[5m]`; `seconds` is unknown where the duration is computed. */
export interface Range extends Placed<'range'> {
  readonly of: Expr;
  readonly seconds: number | undefined;
  readonly durationAt: Span;
}
/** `of[1h:5m]`. */
export interface Subquery extends Placed<'subquery'> {
  readonly of: Expr;
}
/** `of offset 5m`, `of @ end()` and the like: other samples of the same series. */
export interface Shifted extends Placed<'shifted'> {
  readonly of: Expr;
}
export interface Aggregation extends Placed<'aggregation'> {
  readonly operator: string;
  readonly grouping: Grouping | undefined;
  readonly parameters: readonly Expr[];
  readonly of: Expr;
}
export interface Call extends Placed<'call'> {
  readonly name: string;
  readonly arguments: readonly Expr[];
}
export interface Binary extends Placed<'binary'> {
  readonly operator: string;
  readonly operatorAt: Span;
  readonly left: Expr;
  readonly right: Expr;
  readonly isBool: boolean;
  readonly matching: Matching | undefined;
}
export interface Unary extends Placed<'unary'> {
  readonly of: Expr;
}

export interface Grouping {
  readonly mode: 'by' | 'without';
  readonly labels: readonly Name[];
}

export interface Matching {
  readonly mode: 'on' | 'ignoring';
  readonly labels: readonly Name[];
  /** `group_left (include)`: the side that may have many series for one of the other. */
  readonly many: 'left' | 'right' | undefined;
  readonly include: readonly Name[];
}

/** An expression. Brackets leave no node of their own. */
export type Expr =
  | NumberLiteral
  | StringLiteral
  | Selector
  | Range
  | Subquery
  | Shifted
  | Aggregation
  | Call
  | Binary
  | Unary;

const COMPARING = ['==', '!=', '>', '<', '>=', '<='] as const;
/** A binary expression that keeps the series for which it holds. */
export interface Comparison extends Binary {
  readonly operator: (typeof COMPARING)[number];
}
export const COMPARISONS: readonly string[] = COMPARING;
export const SET_OPERATORS: readonly string[] = ['and', 'or', 'unless'];

/** One answer for each kind of expression. */
export type Cases<T> = {
  readonly [K in Expr['kind']]: (expr: Extract<Expr, { kind: K }>) => T;
};

export function match<T>(expr: Expr, cases: Cases<T>): T {
  const answer = cases[expr.kind] as (expr: Expr) => T; // the very case of this kind
  return answer(expr);
}

const nothing = (): readonly Expr[] => [];
const wrapped = ({ of }: { readonly of: Expr }): readonly Expr[] => [of];

const CHILDREN: Cases<readonly Expr[]> = {
  number: nothing,
  string: nothing,
  selector: nothing,
  range: wrapped,
  subquery: wrapped,
  shifted: wrapped,
  unary: wrapped,
  aggregation: ({ parameters, of }) => [...parameters, of],
  call: (call) => call.arguments,
  binary: ({ left, right }) => [left, right],
};

export function children(expr: Expr): readonly Expr[] {
  return match(expr, CHILDREN);
}

/** The expression and everything in it, from the outside inwards. */
export function everyNode(expr: Expr): readonly Expr[] {
  return [expr, ...children(expr).flatMap(everyNode)];
}

export function selectors(expr: Expr): readonly Selector[] {
  return everyNode(expr).filter((node) => node.kind === 'selector');
}

export function isComparison(expr: Expr): expr is Comparison {
  return expr.kind === 'binary' && COMPARISONS.includes(expr.operator);
}

/** The value of a plain number, with or without a sign. */
export function literal(expr: Expr): number | undefined {
  return expr.kind === 'number' ? expr.value : undefined;
}

export function literalText(expr: Expr): string | undefined {
  return expr.kind === 'string' ? expr.value : undefined;
}
