import type { Unit } from '@aura/metrics';

/** One number that a person may argue about: what it is, in which unit, within which bounds, and why. */
export interface Threshold<U extends Unit = Unit> {
  /** In the base unit: seconds, bytes, ratio 0-1, or a plain count. */
  readonly value: number;
  readonly unit: U;
  /** The reason for the number, one sentence. */
  readonly why: string;
  /** The smallest and the largest value that a deployment may choose. */
  readonly min: number;
  readonly max: number;
}

/** Declares a threshold. Throws when its own default breaks its bounds, which is a bug. */
export function threshold<U extends Unit>(spec: Threshold<U>): Threshold<U> {
  if (!isWithin(spec, spec.value)) {
    throw new Error(
      `threshold default ${String(spec.value)} lies outside ${String(spec.min)} to ${String(spec.max)}: ${spec.why}`,
    );
  }
  return spec;
}

export function isWithin(bounds: Pick<Threshold, 'min' | 'max'>, value: number): boolean {
  return value >= bounds.min && value <= bounds.max;
}
