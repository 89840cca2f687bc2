import type { Unit } from '../metric.js';

declare const labelsOf: unique symbol;

/** A unit, or that unit per second, which is what `rate` makes of it. */
export type VectorUnit = Unit | `${Unit}/s`;

/**
 * A PromQL instant vector that carries exactly the labels `L`, in unit `U`.
 * Target labels (`job`, `instance`) ride along unseen on our own metrics: aggregate before you compare.
 */
export interface Vector<L extends string, U extends VectorUnit> {
  readonly promql: string;
  readonly unit: U;
  /** A binary expression needs brackets before it becomes an operand. */
  readonly isBinary: boolean;
  /** Never set. It makes `L` invariant: with variance a ratio of vectors whose labels differ would compile. */
  readonly [labelsOf]?: (label: L) => L;
}

/** A span of time as PromQL writes it. Four scrape intervals or more; see docs. */
export type Window = `${number}${'s' | 'm' | 'h' | 'd'}`;

export function atom<L extends string, U extends VectorUnit>(
  promql: string,
  unit: U,
): Vector<L, U> {
  return { promql, unit, isBinary: false };
}

export function binary<L extends string, U extends VectorUnit>(
  promql: string,
  unit: U,
): Vector<L, U> {
  return { promql, unit, isBinary: true };
}

/** The expression as an operand, in brackets where precedence could change its meaning. */
export function operand({
  promql,
  isBinary,
}: Pick<Vector<string, Unit>, 'promql' | 'isBinary'>): string {
  return isBinary ? `(${promql})` : promql;
}

/** A unit apart from its "per second". */
export function perSecond(unit: VectorUnit): {
  readonly base: Unit;
  readonly isPerSecond: boolean;
} {
  const isPerSecond = unit.endsWith('/s');
  return { base: (isPerSecond ? unit.slice(0, -2) : unit) as Unit, isPerSecond }; // `${Unit}/s` without its end
}
