import type { AddedFamily, Declaration } from './push.js';

/** Why two who push a family cannot both be right about it. */
export function mismatch(before: Declaration, now: AddedFamily): string | undefined {
  const { name } = now;
  if (before.type !== now.type) {
    return `family ${name} is a ${now.type} here and was a ${before.type} before; give one of the two another name`;
  }
  if (before.mode !== now.mode) {
    return `family ${name} has the mode ${now.mode} here and had ${before.mode} before; all who push it must agree`;
  }
  const isSame =
    before.bounds.length === now.bounds.length &&
    before.bounds.every((bound, i) => bound === now.bounds[i]);
  return isSame ? undefined : boundsMismatch(name, before.bounds, now.bounds);
}

export function boundsMismatch(
  name: string,
  before: readonly number[],
  now: readonly number[],
): string {
  return `family ${name} has the buckets [${now.join(', ')}] here and must have [${before.join(', ')}]; counts of other bounds cannot be added`;
}
