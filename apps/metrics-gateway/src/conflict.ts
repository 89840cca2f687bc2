import { SUFFIXES, type Family, type FamilyType } from './exposition/family.js';

/** What is known of a family wherever it comes from. */
export interface Declared {
  readonly type: FamilyType;
  /** Whose it is, as a sentence names it. */
  readonly owner: string;
}

/** Finds a family that stays beside what is pushed. */
export type Beside = (name: string) => Declared | undefined;

/** Why these families cannot be served beside the others; undefined when they can. */
export function conflictOf(families: readonly Family[], beside: Beside): string | undefined {
  for (const { name, type } of families) {
    const other = beside(name);
    if (other !== undefined && other.type !== type) {
      return `${name} is ${named(type)} here and ${named(other.type)} in ${other.owner}; ${ADVICE}`;
    }
    const shadow = shadowOf(name, type, beside);
    if (shadow !== undefined) return shadow;
  }
  return undefined;
}

/** `x_count` and a histogram `x` would write two metrics under one name. */
function shadowOf(name: string, type: FamilyType, beside: Beside): string | undefined {
  for (const suffix of SUFFIXES[type]) {
    const part = beside(name + suffix);
    if (part !== undefined) {
      return `the ${type} ${name} writes ${name}${suffix}, which is ${named(part.type)} on its own in ${part.owner}; ${ADVICE}`;
    }
  }
  for (const suffix of SUFFIXES.histogram) {
    const whole = name.endsWith(suffix) ? beside(name.slice(0, -suffix.length)) : undefined;
    if (whole !== undefined && SUFFIXES[whole.type].includes(suffix)) {
      return `${name} is also what a ${whole.type} in ${whole.owner} writes; ${ADVICE}`;
    }
  }
  return undefined;
}

const ADVICE = 'give one of the two another name';

function named(type: FamilyType): string {
  return type === 'untyped' ? type : `a ${type}`;
}
