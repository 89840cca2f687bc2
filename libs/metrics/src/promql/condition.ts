import { binary, operand, type Vector, type VectorUnit } from './vector.js';

/** A number in a unit; a threshold of `@aura/thresholds` is one. */
export interface Limit<U extends VectorUnit> {
  readonly value: number;
  readonly unit: U;
}

type Comparison = '>' | '>=' | '<' | '<=' | '==';

/** A vector filtered by a comparison: its series are the things of which the condition holds. */
export interface Condition<L extends string, U extends VectorUnit = VectorUnit> {
  readonly promql: string;
  readonly comparison: Comparison;
  readonly limit: Limit<U>;
  /** What is compared, for panels that draw the limit as a line. */
  readonly compared: Vector<L, U>;
}

/** Holds where the vector is greater than the limit. Both must have the same unit. */
export function above<L extends string, U extends VectorUnit>(
  vector: Vector<L, U>,
  limit: Limit<NoInfer<U>>,
): Condition<L, U> {
  return compare(vector, '>', limit);
}

/** Holds where the vector is less than the limit. Both must have the same unit. */
export function below<L extends string, U extends VectorUnit>(
  vector: Vector<L, U>,
  limit: Limit<NoInfer<U>>,
): Condition<L, U> {
  return compare(vector, '<', limit);
}

/** Holds where the vector is greater than or equal to the limit. Both must have the same unit. */
export function atLeast<L extends string, U extends VectorUnit>(
  vector: Vector<L, U>,
  limit: Limit<NoInfer<U>>,
): Condition<L, U> {
  return compare(vector, '>=', limit);
}

/** Holds where the vector is less than or equal to the limit. Both must have the same unit. */
export function atMost<L extends string, U extends VectorUnit>(
  vector: Vector<L, U>,
  limit: Limit<NoInfer<U>>,
): Condition<L, U> {
  return compare(vector, '<=', limit);
}

/** Holds where the vector equals the limit, as codes and flags do. Both must have the same unit. */
export function equalTo<L extends string, U extends VectorUnit>(
  vector: Vector<L, U>,
  limit: Limit<NoInfer<U>>,
): Condition<L, U> {
  return compare(vector, '==', limit);
}

/** Holds where the vector equals one of the codes. The limit that texts can name is the first. */
export function equalToAny<L extends string>(
  vector: Vector<L, 'count'>,
  codes: readonly [number, ...number[]],
): Condition<L, 'count'> {
  const [first, ...others] = codes;
  return others
    .map((code) => equalTo(vector, { value: code, unit: 'count' }))
    .reduce<Condition<L, 'count'>>(
      (found, next) => ({ ...found, promql: `${found.promql} or ${next.promql}` }),
      equalTo(vector, { value: first, unit: 'count' }),
    );
}

/** The series of which the condition holds, with their values, to be worked on further. */
export function holding<L extends string, U extends VectorUnit>(
  condition: Condition<L, U>,
): Vector<L, U> {
  return binary(condition.promql, condition.compared.unit);
}

/** Both conditions hold of the same series; the value is the first one's. */
export function both<L extends string, U extends VectorUnit>(
  condition: Condition<L, U>,
  also: Condition<NoInfer<L>>,
): Condition<L, U> {
  return { ...condition, promql: `(${condition.promql}) and (${also.promql})` };
}

/** One of the conditions holds; the value is the first one's where both do. */
export function either<L extends string, U extends VectorUnit>(
  condition: Condition<L, U>,
  other: Condition<NoInfer<L>, NoInfer<U>>,
): Condition<L, U> {
  return { ...condition, promql: `(${condition.promql}) or (${other.promql})` };
}

/** The condition, but only while a guard holds that has no labels of its own (enough traffic, say). */
export function given<L extends string, U extends VectorUnit>(
  condition: Condition<L, U>,
  guard: Condition<never>,
): Condition<L, U> {
  return { ...condition, promql: `(${condition.promql}) and on () (${guard.promql})` };
}

/**
 * The condition, except where another holds of a series that agrees in the labels of `on`. With no labels named,
 * any series of the other ends it.
 */
export function unless<L extends string, U extends VectorUnit, const K extends L>(
  condition: Condition<L, U>,
  other: Condition<K>,
  on: readonly NoInfer<K>[],
): Condition<L, U> {
  const promql = `(${condition.promql}) unless on (${on.join(', ')}) (${other.promql})`;
  return { ...condition, promql };
}

/** The condition, or a series that says that what it watches is gone. Both carry the same labels. */
export function orWhen<L extends string, U extends VectorUnit>(
  condition: Condition<L, U>,
  gone: Vector<NoInfer<L>, VectorUnit>,
): Condition<L, U> {
  return { ...condition, promql: `(${condition.promql}) or ${operand(gone)}` };
}

function compare<L extends string, U extends VectorUnit>(
  vector: Vector<L, U>,
  comparison: Comparison,
  limit: Limit<U>,
): Condition<L, U> {
  const promql = `${operand(vector)} ${comparison} ${String(limit.value)}`;
  return { promql, comparison, limit, compared: vector };
}
