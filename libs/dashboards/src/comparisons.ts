import { literal, readPromql, type Expr } from '@aura/alerts';

/** What a rule compares with a number. */
export interface Comparison {
  readonly promql: string;
  readonly operator: string;
  readonly limit: number;
}

/**
 * What the condition of an alert compares, as it stands there. Of conditions that must hold together the first is the
 * alert's own and the others guard it; of those of which one is enough, each is its own.
 *
 * @throws where the expression is no PromQL.
 */
export function comparisonsOf(promql: string): readonly Comparison[] {
  const read = readPromql(promql);
  if (!read.ok) throw new Error(`an alert asks what is no PromQL: ${promql}`);
  return within(read.tree, promql);
}

function within(expr: Expr, text: string): readonly Comparison[] {
  if (expr.kind !== 'binary') return [];
  const { operator, left, right } = expr;
  if (operator === 'and' || operator === 'unless') return within(left, text);
  if (operator === 'or') return [...within(left, text), ...within(right, text)];
  const limit = literal(right);
  if (limit === undefined) return [];
  return [{ promql: text.slice(...left.at), operator, limit }];
}
