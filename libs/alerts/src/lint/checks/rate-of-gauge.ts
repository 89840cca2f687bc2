import type { Fault } from '../finding.js';
import { type Check, ofExpression } from '../check.js';
import { type Call, everyNode, type Expr, selectors } from '../promql/tree.js';
import { seriesOf } from '../series.js';
import type { World } from '../world.js';

/** They take every fall for a restart, and so count a gauge's falls as growth. */
const FOR_COUNTERS: Readonly<Record<string, string>> = {
  rate: 'deriv',
  irate: 'deriv',
  increase: 'delta',
  resets: 'changes',
};
/** They take a restart for a fall. */
const FOR_GAUGES: Readonly<Record<string, string>> = {
  delta: 'increase',
  idelta: 'irate',
  deriv: 'rate',
  predict_linear: 'rate',
};

export const rateOfGauge = {
  id: 'rate-of-gauge',
  find: ofExpression((tree, world) =>
    everyNode(tree)
      .filter((node) => node.kind === 'call')
      .flatMap((call) => faultsOf(call, world)),
  ),
} as const satisfies Check;

function faultsOf(call: Call, world: World): readonly Fault[] {
  const kind = call.arguments.map((argument) => kindOf(argument, world)).find(isTold);
  const name = selectors(call)[0]?.metric?.name ?? '';
  if (kind === 'gauge') {
    const summary = `${name} is a gauge: ${call.name}() takes its every fall for a restart`;
    return faults(call, summary, FOR_COUNTERS[call.name]);
  }
  if (kind !== 'counter') return [];
  const summary = `${name} is a counter: ${call.name}() takes a restart for a fall`;
  return faults(call, summary, FOR_GAUGES[call.name]);
}

const isTold = (kind: string | undefined): boolean => kind !== undefined;

/** A subquery ranges over computed values, of which nothing is said here. */
function kindOf(expr: Expr, world: World): string | undefined {
  if (expr.kind === 'shifted') return kindOf(expr.of, world);
  if (expr.kind !== 'range' || expr.of.kind !== 'selector') return undefined;
  return seriesOf(expr.of, world.series)?.kind;
}

function faults(
  { name, at: [from] }: Call,
  summary: string,
  instead: string | undefined,
): readonly Fault[] {
  if (instead === undefined) return [];
  const remedy = `write ${instead}(…) in place of ${name}(…)`;
  return [{ severity: 'error', at: [from, from + name.length], summary, remedy }];
}
