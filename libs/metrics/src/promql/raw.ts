import { parsePromql } from './parse.js';
import { binary, type Vector, type VectorUnit } from './vector.js';

interface Raw<L extends string, U extends VectorUnit> {
  readonly promql: string;
  readonly unit: U;
  /** The labels that the result carries. Taken on trust: nothing here can infer them. */
  readonly labels: readonly L[];
  /** Why the builder cannot say it. */
  readonly why: string;
}

/** The one way round the builder. Throws when the text does not parse. */
export function raw<const L extends string, U extends VectorUnit>(spec: Raw<L, U>): Vector<L, U> {
  const parsed = parsePromql(spec.promql);
  if (!parsed.ok) throw new Error(`raw PromQL ${spec.promql}: ${parsed.problem}`);
  return binary(spec.promql, spec.unit);
}
