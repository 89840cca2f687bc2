import type { Fault } from '../finding.js';
import { type Check, ofExpression } from '../check.js';
import {
  type Aggregation,
  type Call,
  everyNode,
  type Expr,
  type Selector,
} from '../promql/tree.js';
import { seriesOf } from '../series.js';
import type { World } from '../world.js';

const FOR_COUNTERS: readonly string[] = ['rate', 'irate', 'increase'];
/** They do not add values up. */
const COUNTING: readonly string[] = ['count', 'group', 'count_values'];

export const rateOfSum = {
  id: 'rate-of-sum',
  find: ofExpression((tree, world) =>
    everyNode(tree)
      .filter((node) => node.kind === 'call')
      .filter(({ name }) => FOR_COUNTERS.includes(name))
      .flatMap((call) => call.arguments.flatMap((argument) => faultsOf(call, argument, world))),
  ),
} as const satisfies Check;

function faultsOf(call: Call, argument: Expr, world: World): readonly Fault[] {
  const joined = overSeries(argument, world);
  if (joined === undefined) return [];
  const { operator, counter } = joined;
  const name = counter.metric?.name ?? '';
  return [
    {
      severity: 'error',
      at: call.at,
      summary:
        `${operator} joins counters before ${call.name}() sees them: one that restarts or goes ` +
        'makes the result fall, which is counted as growth from 0',
      remedy: `take the growth first: ${operator} (${call.name}(${name}[5m]))`,
    },
  ];
}

interface Joined {
  readonly operator: Aggregation['operator'];
  readonly counter: Selector;
}

/** What a range or a subquery goes over, where that is an aggregation of counters, written out or recorded. */
function overSeries(expr: Expr, world: World): Joined | undefined {
  if (expr.kind === 'shifted') return overSeries(expr.of, world);
  if (expr.kind === 'subquery') return joinedCounters(expr.of, world);
  if (expr.kind !== 'range' || expr.of.kind !== 'selector') return undefined;
  const name = expr.of.metric?.name;
  const recorded = world.subjects.find(({ rule }) => rule.kind === 'record' && rule.name === name);
  return recorded?.tree === undefined ? undefined : joinedCounters(recorded.tree, world);
}

function joinedCounters(expr: Expr, world: World): Joined | undefined {
  if (expr.kind === 'shifted') return joinedCounters(expr.of, world);
  if (expr.kind !== 'aggregation' || COUNTING.includes(expr.operator)) return undefined;
  const counter = plainCounter(expr.of, world);
  return counter === undefined ? undefined : { operator: expr.operator, counter };
}

function plainCounter(expr: Expr, world: World): Selector | undefined {
  if (expr.kind === 'shifted' || expr.kind === 'aggregation') return plainCounter(expr.of, world);
  const isCounter = expr.kind === 'selector' && seriesOf(expr, world.series)?.kind === 'counter';
  return isCounter ? expr : undefined;
}
