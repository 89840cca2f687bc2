import { FUNCTIONS, PARAMETER, SCALAR_FUNCTIONS, type Signature } from './functions.js';
import { wholeValue } from './regex.js';
import type { SyntaxFault } from './syntax-fault.js';
import {
  type Aggregation,
  type Binary,
  type Cases,
  type Call,
  type Expr,
  type Range,
  type Selector,
  type Span,
  children,
  match,
  COMPARISONS,
  SET_OPERATORS,
} from './tree.js';

type ValueType = 'scalar' | 'string' | 'vector' | 'range';

const SPOKEN: Readonly<Record<ValueType, string>> = {
  scalar: 'a number',
  string: 'a string',
  vector: 'an instant vector',
  range: 'a range of samples such as x[5m]',
};

const TYPES: Cases<ValueType> = {
  number: () => 'scalar',
  string: () => 'string',
  range: () => 'range',
  subquery: () => 'range',
  selector: () => 'vector',
  aggregation: () => 'vector',
  call: ({ name }) => (SCALAR_FUNCTIONS.includes(name) ? 'scalar' : 'vector'),
  shifted: ({ of }) => typeOf(of),
  unary: ({ of }) => typeOf(of),
  binary: ({ left, right }) =>
    typeOf(left) === 'scalar' && typeOf(right) === 'scalar' ? 'scalar' : 'vector',
};

export function typeOf(expr: Expr): ValueType {
  return match(expr, TYPES);
}

const AS_WANTED: Readonly<Record<ValueType, string>> = {
  scalar: 'write a number, or scalar(…) about a vector of one series',
  string: 'write a text in quotes',
  vector: 'write a metric, or a function such as rate(x[5m]) about a range',
  range: 'put a range behind the metric, as in x[5m]',
};

/** What the grammar lets pass and Prometheus refuses: a range where a vector belongs, a missing argument. */
export function typeFault(root: Expr): SyntaxFault | undefined {
  return (
    faultWithin(root) ?? (typeOf(root) === 'scalar' ? undefined : wants('vector', root, 'a rule'))
  );
}

function faultWithin(expr: Expr): SyntaxFault | undefined {
  for (const child of children(expr)) {
    const fault = faultWithin(child);
    if (fault !== undefined) return fault;
  }
  return match(expr, FAULTS);
}

const none = (): undefined => undefined;

const FAULTS: Cases<SyntaxFault | undefined> = {
  number: none,
  string: none,
  shifted: none,
  call: callFault,
  aggregation: aggregationFault,
  binary: binaryFault,
  range: rangeFault,
  selector: selectorFault,
  subquery: ({ of }) => wants('vector', of, 'a subquery'),
  unary: ({ of }) => (typeOf(of) === 'scalar' ? undefined : wants('vector', of, 'a sign')),
};

function wants(wanted: ValueType, given: Expr, taker: string): SyntaxFault | undefined {
  const type = typeOf(given);
  if (type === wanted) return undefined;
  return {
    at: given.at,
    problem: `${taker} takes ${SPOKEN[wanted]}, not ${SPOKEN[type]}`,
    remedy: AS_WANTED[wanted],
  };
}

function callFault(call: Call): SyntaxFault | undefined {
  // `sum()` has the shape of a call, and no expression to add up.
  const signature = FUNCTIONS[call.name] ?? NO_ARGUMENTS_GIVEN;
  const count = call.arguments.length;
  const isTooMany = count > signature.takes.length && !signature.isVariadic;
  if (count < signature.atLeast || isTooMany) return countFault(call, signature);
  const wanted = (i: number) => signature.takes[i] ?? signature.takes.at(-1) ?? 'scalar';
  return call.arguments
    .map((argument, i) => wants(wanted(i), argument, `${call.name}()`))
    .find((fault) => fault !== undefined);
}

const NO_ARGUMENTS_GIVEN: Signature = {
  takes: ['vector'],
  atLeast: 1,
  isVariadic: false,
  unit: 'same',
};

interface Counted {
  readonly name: string;
  readonly at: Span;
  readonly arguments: readonly unknown[];
}

function countFault(
  { name, at, arguments: given }: Counted,
  { takes }: Pick<Signature, 'takes'>,
): SyntaxFault {
  const problem = `${name}() does not take ${String(given.length)} arguments`;
  return { at, problem, remedy: `write ${name}(${takes.join(', ')})` };
}

function aggregationFault({ operator, parameters, of, at }: Aggregation): SyntaxFault | undefined {
  const wanted = PARAMETER[operator];
  const takes = [...(wanted === undefined ? [] : [wanted]), 'vector' as const];
  const [parameter] = parameters;
  if (parameters.length + 1 !== takes.length) {
    return countFault({ name: operator, at, arguments: [...parameters, of] }, { takes });
  }
  const fault = wanted && parameter ? wants(wanted, parameter, `${operator}()`) : undefined;
  return fault ?? wants('vector', of, `${operator}()`);
}

function rangeFault({ of, at }: Range): SyntaxFault | undefined {
  if (of.kind === 'selector') return undefined;
  return {
    at,
    problem: 'a range such as [5m] stands only behind a metric',
    remedy: 'put it on the metric within, as in sum(rate(x[5m])), or write a subquery, [5m:]',
  };
}

function binaryFault(expr: Binary): SyntaxFault | undefined {
  for (const side of [expr.left, expr.right]) {
    if (typeOf(side) === 'scalar') continue;
    const fault = wants('vector', side, expr.operator);
    if (fault !== undefined) return fault;
  }
  const [problem, remedy] = operandProblem(expr) ?? [];
  if (problem === undefined || remedy === undefined) return undefined;
  return { at: expr.operatorAt, problem, remedy };
}

type Words = readonly [problem: string, remedy: string];

function operandProblem(expr: Binary): Words | undefined {
  const scalars = [expr.left, expr.right].filter((side) => typeOf(side) === 'scalar').length;
  return scalars > 0 ? scalarProblem(expr, scalars) : vectorProblem(expr);
}

function scalarProblem({ operator, isBool, matching }: Binary, scalars: number): Words | undefined {
  if (SET_OPERATORS.includes(operator)) {
    return [`${operator} joins vectors, not numbers`, 'write vector(…) about the number'];
  }
  if (matching !== undefined) return ['on and ignoring join two vectors', 'remove them'];
  if (scalars === 2 && COMPARISONS.includes(operator) && !isBool) {
    return ['two numbers are compared, which keeps no series', `write ${operator} bool`];
  }
  return boolProblem(operator, isBool);
}

function vectorProblem({ operator, isBool, matching }: Binary): Words | undefined {
  if (SET_OPERATORS.includes(operator) && matching?.many !== undefined) {
    return [`${operator} takes no group_left or group_right`, `write ${operator} on (…) alone`];
  }
  return boolProblem(operator, isBool);
}

function boolProblem(operator: string, isBool: boolean): Words | undefined {
  return isBool && !COMPARISONS.includes(operator)
    ? [`bool belongs to comparisons, not to ${operator}`, 'remove bool']
    : undefined;
}

function selectorFault({ metric, matchers, at }: Selector): SyntaxFault | undefined {
  for (const { operator, value, valueAt } of matchers) {
    if (!operator.includes('~') || wholeValue(value) !== undefined) continue;
    return {
      at: valueAt,
      problem: `"${value}" is no regular expression that Prometheus can read`,
      remedy: 'close its brackets; there is no lookaround and no backreference',
    };
  }
  if (metric !== undefined || matchers.some((matcher) => !matchesEmpty(matcher))) return undefined;
  const problem = 'it selects every series there is, which Prometheus refuses';
  return { at, problem, remedy: 'name a metric, or a value that is not empty' };
}

function matchesEmpty({ operator, value }: Selector['matchers'][number]): boolean {
  if (operator === '=') return value === '';
  if (operator === '!=') return value !== '';
  return (wholeValue(value)?.test('') ?? true) === (operator === '=~');
}
