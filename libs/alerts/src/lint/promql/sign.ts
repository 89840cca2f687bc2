import { type LookUp, seriesOf } from '../series.js';
import { type Binary, type Call, type Expr, match } from './tree.js';

/** What grows from 0, and what counts. */
const FROM_ZERO: readonly string[] = [
  ...['rate', 'irate', 'increase', 'abs', 'sqrt', 'exp', 'changes', 'resets', 'count_over_time'],
  ...['histogram_count', 'histogram_fraction', 'stddev_over_time', 'stdvar_over_time'],
];
/** What is never below 0 where what it is given is not. */
const AS_GIVEN: readonly string[] = [
  ...['avg_over_time', 'min_over_time', 'max_over_time', 'sum_over_time', 'last_over_time'],
  ...['ceil', 'floor', 'round', 'scalar', 'sort', 'sort_desc', 'label_replace', 'label_join'],
];

/** Whether every value of an expression is surely 0 or more. Of a metric that nobody knows nothing is sure. */
export function isNeverNegative(expr: Expr, series: LookUp): boolean {
  const within = ({ of }: { readonly of: Expr }): boolean => isNeverNegative(of, series);
  return match<boolean>(expr, {
    number: ({ value }) => value >= 0,
    string: () => false,
    selector: (selector) => {
      const known = seriesOf(selector, series);
      return known?.kind === 'counter' || MEASURED_FROM_ZERO.includes(known?.metric?.unit ?? '');
    },
    range: within,
    subquery: within,
    shifted: within,
    unary: () => false,
    aggregation: ({ operator, of }) =>
      ['count', 'group', 'stddev', 'stdvar', 'count_values'].includes(operator) ||
      isNeverNegative(of, series),
    call: (call) => called(call, series),
    binary: (binary) => joined(binary, series),
  });
}

/** Money and scores may well be below 0, and so may what is left of a budget. */
const MEASURED_FROM_ZERO: readonly string[] = ['bytes', 'count', 'seconds'];

function called({ name, arguments: given }: Call, series: LookUp): boolean {
  if (FROM_ZERO.includes(name)) return true;
  const [first] = given;
  return AS_GIVEN.includes(name) && first !== undefined && isNeverNegative(first, series);
}

function joined({ operator, left, right, isBool }: Binary, series: LookUp): boolean {
  if (isBool) return true;
  const isLeft = isNeverNegative(left, series);
  if (['and', 'unless', '>', '>=', '<', '<=', '==', '!='].includes(operator)) return isLeft;
  return ['+', '*', '/', '%', 'or'].includes(operator) && isLeft && isNeverNegative(right, series);
}
