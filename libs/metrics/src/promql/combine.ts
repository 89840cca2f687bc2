import { binary, operand, type Vector, type VectorUnit } from './vector.js';

/** `part / whole`. Both carry the same labels and unit; anything else is a silent empty result in PromQL. */
export function ratio<L extends string, U extends VectorUnit>(
  part: Vector<L, U>,
  whole: Vector<NoInfer<L>, NoInfer<U>>,
): Vector<L, 'ratio'> {
  return binary(`${operand(part)} / ${operand(whole)}`, 'ratio');
}

/** `1 - share`: the part that is left. */
export function complement<L extends string>(share: Vector<L, 'ratio'>): Vector<L, 'ratio'> {
  return binary(`1 - ${operand(share)}`, 'ratio');
}

/** The first vector where it has a series, the second's for the labels that the first lacks. */
export function orElse<L extends string, U extends VectorUnit>(
  first: Vector<L, U>,
  second: Vector<NoInfer<L>, NoInfer<U>>,
): Vector<L, U> {
  return binary(`${operand(first)} or ${operand(second)}`, first.unit);
}

/** Zero where a vector without labels would be empty, as a ratio is before anything was counted. */
export function orZero<U extends VectorUnit>(vector: Vector<never, U>): Vector<never, U> {
  return binary(`${operand(vector)} or vector(0)`, vector.unit);
}

/** Seconds spent a second is the share of time spent. */
export function shareOfTime<L extends string>(spent: Vector<L, 'seconds/s'>): Vector<L, 'ratio'> {
  return { promql: spent.promql, unit: 'ratio', isBinary: spent.isBinary };
}
