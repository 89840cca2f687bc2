import { type LookUp, seriesOf } from '../series.js';
import { CHOOSING } from './functions.js';
import { typeOf } from './types.js';
import {
  type Aggregation,
  type Binary,
  type Call,
  type Expr,
  type Name,
  literalText,
  match,
  selectors,
} from './tree.js';

/** Labels that series may carry. Where the set is not complete, they may carry others too. */
export interface LabelSet {
  readonly names: ReadonlySet<string>;
  readonly isComplete: boolean;
}

const NONE: LabelSet = { names: new Set(), isComplete: true };
export const UNKNOWN_LABELS: LabelSet = { names: new Set(), isComplete: false };

/** The labels that an expression's series carry, as far as can be known. */
export function labelsOf(expr: Expr, series: LookUp): LabelSet {
  const within = ({ of }: { readonly of: Expr }): LabelSet => labelsOf(of, series);
  return match<LabelSet>(expr, {
    number: () => NONE,
    string: () => NONE,
    selector: (selector) => seriesOf(selector, series)?.labels ?? UNKNOWN_LABELS,
    range: within,
    subquery: within,
    shifted: within,
    unary: within,
    aggregation: (aggregation) => aggregated(aggregation, series),
    call: (call) => called(call, series),
    binary: (binary) => joined(binary, series),
  });
}

/** The ways in which an expression can have series: the sides of `or`. */
export function alternatives(expr: Expr): readonly Expr[] {
  return expr.kind === 'binary' && expr.operator === 'or'
    ? [...alternatives(expr.left), ...alternatives(expr.right)]
    : [expr];
}

function aggregated({ operator, grouping, parameters, of }: Aggregation, series: LookUp): LabelSet {
  const inner = labelsOf(of, series);
  if (CHOOSING.includes(operator)) return inner;
  const kept = grouped(inner, grouping);
  const [counted] = parameters;
  const isCounting = operator === 'count_values' && counted !== undefined;
  return isCounting ? plus(kept, [literalText(counted) ?? '']) : kept;
}

function grouped(inner: LabelSet, grouping: Aggregation['grouping']): LabelSet {
  if (grouping === undefined) return NONE;
  const named = namesOf(grouping.labels);
  return grouping.mode === 'by' ? only(inner, named) : minus(inner, named);
}

function called(call: Call, series: LookUp): LabelSet {
  if (call.name.startsWith('absent')) return askedFor(call);
  const vector = call.arguments.find((argument) => ['vector', 'range'].includes(typeOf(argument)));
  if (vector === undefined || typeOf(call) === 'scalar') return NONE;
  const inner = labelsOf(vector, series);
  return CHANGED_BY[call.name]?.(inner, call) ?? inner;
}

const rewritten = (inner: LabelSet, call: Call): LabelSet => plus(inner, [written(call)]);

/** The functions whose answer has other labels than what they are given. */
const CHANGED_BY: Readonly<Record<string, (inner: LabelSet, call: Call) => LabelSet>> = {
  histogram_quantile: (inner) => minus(inner, new Set(['le'])),
  histogram_quantiles: (inner, call) => rewritten(minus(inner, new Set(['le'])), call),
  label_replace: rewritten,
  label_join: rewritten,
  info: (inner) => ({ ...inner, isComplete: false }),
};

/** The label that a function writes: the first string it is given. */
function written(call: Call): string {
  return call.arguments.map(literalText).find((text) => text !== undefined) ?? '';
}

/** `absent` answers with the labels that were asked for by equality. */
function askedFor(call: Call): LabelSet {
  const [argument] = call.arguments;
  const isPlain = argument?.kind === 'selector' || argument?.kind === 'range';
  const matchers = isPlain ? selectors(argument).flatMap((selector) => selector.matchers) : [];
  const equal = matchers.filter(({ operator }) => operator === '=').map(({ label }) => label);
  return { names: new Set(equal), isComplete: true };
}

function joined(expr: Binary, series: LookUp): LabelSet {
  const [left, right] = [labelsOf(expr.left, series), labelsOf(expr.right, series)];
  if (typeOf(expr.left) === 'scalar') return right;
  if (typeOf(expr.right) === 'scalar') return left;
  if (expr.operator === 'or') {
    const isComplete = left.isComplete && right.isComplete;
    return { names: new Set([...left.names, ...right.names]), isComplete };
  }
  if (expr.operator === 'and' || expr.operator === 'unless') return left;
  return matched(expr, left, right);
}

/** Labels of `left OP right`; see "Vector matching" in Prometheus' documentation. */
function matched({ matching }: Binary, left: LabelSet, right: LabelSet): LabelSet {
  if (matching === undefined) return left.isComplete ? left : right;
  if (matching.many !== undefined) {
    const many = matching.many === 'left' ? left : right;
    return plus(many, namesOf(matching.include));
  }
  const named = namesOf(matching.labels);
  return matching.mode === 'on' ? only(left, named) : minus(left, named);
}

function only({ names, isComplete }: LabelSet, wanted: ReadonlySet<string>): LabelSet {
  const kept = [...wanted].filter((name) => !isComplete || names.has(name));
  return { names: new Set(kept), isComplete: true };
}

function minus({ names, isComplete }: LabelSet, dropped: ReadonlySet<string>): LabelSet {
  return { names: new Set([...names].filter((name) => !dropped.has(name))), isComplete };
}

function plus({ names, isComplete }: LabelSet, added: Iterable<string>): LabelSet {
  return { names: new Set([...names, ...added]), isComplete };
}

function namesOf(labels: readonly Name[]): ReadonlySet<string> {
  return new Set(labels.map(({ name }) => name));
}
