import { atom, type Vector, type VectorUnit } from './vector.js';

/** How many series there are; none where there is not one. */
export function countOf<L extends string>(inner: Vector<L, VectorUnit>): Vector<never, 'count'> {
  return atom(`count (${inner.promql})`, 'count');
}

/** The `n` largest series, with all their labels: for a screen, which is no place for hundreds. */
export function largest<L extends string, U extends VectorUnit>(
  n: number,
  { promql, unit }: Vector<L, U>,
): Vector<L, U> {
  return atom(`topk(${String(n)}, ${promql})`, unit);
}

/** The `n` smallest series, with all their labels. */
export function smallest<L extends string, U extends VectorUnit>(
  n: number,
  { promql, unit }: Vector<L, U>,
): Vector<L, U> {
  return atom(`bottomk(${String(n)}, ${promql})`, unit);
}

/** Two signatures, or a call that names no label could claim to keep some. */
interface Aggregation {
  <L extends string, U extends VectorUnit>(inner: Vector<L, U>): Vector<never, U>;
  <L extends string, U extends VectorUnit, const K extends L>(
    inner: Vector<L, U>,
    ...by: readonly [K, ...K[]]
  ): Vector<K, U>;
}

/** Adds up over every label but those named. */
export const sumBy = aggregation('sum');
/** The largest over every label but those named. */
export const maxBy = aggregation('max');
/** The smallest over every label but those named. */
export const minBy = aggregation('min');
/** The mean over every label but those named. */
export const avgBy = aggregation('avg');

function aggregation(operator: string): Aggregation {
  const aggregate: unknown = (
    { promql, unit }: { readonly promql: string; readonly unit: VectorUnit },
    ...by: readonly string[]
  ): unknown => {
    const grouping = by.length === 0 ? '' : ` by (${by.join(', ')})`;
    return atom(`${operator}${grouping} (${promql})`, unit);
  };
  return aggregate as Aggregation; // the text groups by exactly the labels that the signature keeps
}
