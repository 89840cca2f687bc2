import type { Metric, Unit } from '@aura/metrics';
import { type LookUp, seriesOf } from '../series.js';
import { FUNCTIONS } from './functions.js';
import {
  type Aggregation,
  type Binary,
  type Call,
  type Expr,
  isComparison,
  literal,
  match,
  selectors,
} from './tree.js';

/** What a value is measured in; `epoch` is a moment, in seconds since 1970. */
export type Measure = Unit | `${Unit}/s` | 'epoch';

/** The unit of an expression's values; undefined where it cannot be known for sure, as for a plain number. */
export function measureOf(expr: Expr, series: LookUp): Measure | undefined {
  const within = ({ of }: { readonly of: Expr }): Measure | undefined => measureOf(of, series);
  return match<Measure | undefined>(expr, {
    number: () => undefined,
    string: () => undefined,
    selector: (selector) => seriesOf(selector, series)?.measure,
    range: within,
    subquery: within,
    shifted: within,
    unary: within,
    aggregation: (aggregation) => aggregated(aggregation, series),
    call: (call) => called(call, series),
    binary: (binary) => joined(binary, series),
  });
}

function aggregated({ operator, of }: Aggregation, series: LookUp): Measure | undefined {
  if (['count', 'count_values', 'group'].includes(operator)) return 'count';
  return operator === 'stdvar' ? undefined : measureOf(of, series);
}

function called(call: Call, series: LookUp): Measure | undefined {
  const signature = FUNCTIONS[call.name];
  if (signature === undefined || signature.unit === 'unknown') return undefined;
  if (call.name.startsWith('histogram_')) return observed(call, series);
  if (signature.unit !== 'same' && signature.unit !== 'perSecond') return signature.unit;
  const vector = call.arguments.find((_, i) => /vector|range/.test(signature.takes[i] ?? ''));
  const inner = vector === undefined ? undefined : measureOf(vector, series);
  return signature.unit === 'perSecond' ? perSecond(inner) : inner;
}

/** What a histogram observed; its buckets themselves only count. */
function observed(call: Call, series: LookUp): Measure | undefined {
  const isValue = FUNCTIONS[call.name]?.unit === 'same';
  return isValue ? histogramWithin(call, series)?.unit : undefined;
}

function histogramWithin(call: Call, series: LookUp): Metric | undefined {
  const [selector] = selectors(call);
  return selector === undefined ? undefined : seriesOf(selector, series)?.metric;
}

function perSecond(measure: Measure | undefined): Measure | undefined {
  if (measure === undefined || measure === 'epoch' || isPerSecond(measure)) return undefined;
  return `${measure}/s`;
}

function isPerSecond(measure: Measure): measure is `${Unit}/s` {
  return measure.endsWith('/s');
}

type Sides = readonly [left: Measure | undefined, right: Measure | undefined];

function joined(expr: Binary, series: LookUp): Measure | undefined {
  const sides: Sides = [measureOf(expr.left, series), measureOf(expr.right, series)];
  if (isComparison(expr)) return expr.isBool ? 'count' : (sides[0] ?? sides[1]);
  return MEASURE_OF[expr.operator]?.(sides, expr);
}

/** The other operators make something that no unit here names. */
const MEASURE_OF: Readonly<Record<string, (sides: Sides, expr: Binary) => Measure | undefined>> = {
  and: ([left]) => left,
  unless: ([left]) => left,
  '%': ([left]) => left,
  or: ([left, right]) => (left === right ? left : undefined),
  '+': sum,
  '-': difference,
  '/': quotient,
  '*': scaled,
};

/** Seconds taken from a moment may be a span, or a moment that its name does not tell for one. */
function difference(sides: Sides, expr: Binary): Measure | undefined {
  const [left, right] = sides;
  if (left === 'epoch' && right === 'seconds') return undefined;
  return left === 'epoch' && right === 'epoch' ? 'seconds' : sum(sides, expr);
}

/** A number takes the unit of the other side; a vector of which nothing is known takes it away. */
function sum([left, right]: Sides, expr: Binary): Measure | undefined {
  if (left === undefined) return literal(expr.left) === undefined ? undefined : right;
  if (right === undefined) return literal(expr.right) === undefined ? undefined : left;
  if (left === 'epoch' || right === 'epoch') return 'epoch';
  return left === right ? left : undefined;
}

/** Seconds by count are seconds each. Counts of what, and so what their ratio means, is not known. */
function quotient([over, under]: Sides): Measure | undefined {
  if (over === undefined || over === 'epoch' || over === under) return undefined;
  if (under === 'count') return over;
  return under === 'count/s' && isPerSecond(over) ? (over.slice(0, -2) as Unit) : undefined; // `${Unit}/s` without its end
}

function scaled([left, right]: Sides, expr: Binary): Measure | undefined {
  const isByHundred = [expr.left, expr.right].some((side) => literal(side) === 100);
  return isByHundred && (left ?? right) === 'ratio' ? 'percent' : undefined;
}

/** The histogram whose quantile an expression is, through aggregation and recordings. */
export function observedBy(expr: Expr, series: LookUp): Metric | undefined {
  if (expr.kind === 'aggregation' || expr.kind === 'shifted') return observedBy(expr.of, series);
  if (expr.kind === 'selector') return seriesOf(expr, series)?.observed;
  const isQuantile = expr.kind === 'call' && expr.name === 'histogram_quantile';
  return isQuantile ? histogramWithin(expr, series) : undefined;
}
