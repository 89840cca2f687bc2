import type { Unit } from '../metric.js';
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

/** The mean of vectors with the same labels; empty where one of them lacks a series. */
export function meanOf<L extends string, U extends VectorUnit>(
  first: Vector<L, U>,
  ...others: readonly [Vector<NoInfer<L>, NoInfer<U>>, ...Vector<NoInfer<L>, NoInfer<U>>[]]
): Vector<L, U> {
  const sum = [first, ...others].map(operand).join(' + ');
  return binary(`(${sum}) / ${String(others.length + 1)}`, first.unit);
}

/** The sum of vectors with the same labels; empty where one of them lacks a series. */
export function sumOf<L extends string, U extends VectorUnit>(
  first: Vector<L, U>,
  ...others: readonly [Vector<NoInfer<L>, NoInfer<U>>, ...Vector<NoInfer<L>, NoInfer<U>>[]]
): Vector<L, U> {
  return binary([first, ...others].map(operand).join(' + '), first.unit);
}

/** `part` for each second of a whole that has no labels of its own. */
export function perSecondOf<L extends string, U extends Unit>(
  part: Vector<L, U>,
  whole: Vector<never, 'seconds'>,
): Vector<L, `${U}/s`> {
  return binary(`${operand(part)} / on () group_left () ${operand(whole)}`, `${part.unit}/s`);
}

/** A percentage as a ratio. */
export function ofHundred<L extends string>(percentage: Vector<L, 'percent'>): Vector<L, 'ratio'> {
  return binary(`${operand(percentage)} / 100`, 'ratio');
}

/** 1 where a bitmask has the bit of worth `worth` (1, 2, 4, …) set, else 0: PromQL has no bitwise operators. */
export function flag<L extends string>(
  bitmask: Vector<L, 'count'>,
  worth: number,
): Vector<L, 'count'> {
  return binary(`floor(${operand(bitmask)} / ${String(worth)}) % 2`, 'count');
}

/** `share * whole`: the part of it, in its unit. */
export function portion<L extends string, U extends VectorUnit>(
  share: Vector<L, 'ratio'>,
  whole: Vector<NoInfer<L>, U>,
): Vector<L, U> {
  return binary(`${operand(share)} * ${operand(whole)}`, whole.unit);
}

/** The vector times a plain number, in the same unit. */
export function scale<L extends string, U extends VectorUnit>(
  vector: Vector<L, U>,
  factor: number,
): Vector<L, U> {
  return binary(`${operand(vector)} * ${String(factor)}`, vector.unit);
}
