import { LIST, type Listed } from './equivalent.js';
import type { Mutant } from './mutant.js';
import type { Outcome } from './try.js';

export interface Tried {
  readonly mutant: Pick<Mutant, 'of' | 'change'>;
  readonly outcome: Outcome;
}

export interface Judgement {
  readonly tried: number;
  readonly caught: number;
  /** Survived, and listed as unable to change anything. */
  readonly equivalent: number;
  /** What is wrong, each in one line: survivors first. */
  readonly faults: readonly string[];
}

/** What the trials say of the stories and of the list; `all` is every mutant there is, tried or not. */
export function judge(
  trials: readonly Tried[],
  listed: readonly Listed[],
  all: readonly Pick<Mutant, 'of' | 'change'>[],
): Judgement {
  const isListed = new Set(listed.map(nameOf));
  const isUnnoticed = new Set(
    listed.filter(({ isNoticedByChance }) => !isNoticedByChance).map(nameOf),
  );
  const exists = new Set(all.map(nameOf));
  const named = trials.map(({ mutant, outcome }) => ({ name: nameOf(mutant), outcome }));
  const survived = named.filter(({ outcome }) => outcome.is === 'survived');
  const caught = named.filter(({ outcome }) => outcome.is === 'caught');
  return {
    tried: trials.length,
    caught: caught.length,
    equivalent: survived.filter(({ name }) => isListed.has(name)).length,
    faults: [
      ...survived.filter(({ name }) => !isListed.has(name)).map(({ name }) => `survived: ${name}`),
      ...named.flatMap(({ name, outcome }) =>
        outcome.is === 'broken' ? [`not tried: ${name}\n${outcome.words}`] : [],
      ),
      ...caught
        .filter(({ name }) => isUnnoticed.has(name))
        .map(({ name }) => `caught, so take it from ${LIST}: ${name}`),
      ...listed
        .map(nameOf)
        .filter((name) => !exists.has(name))
        .map((name) => `no such mutant, so take it from ${LIST}: ${name}`),
    ],
  };
}

export function nameOf({ of, change }: Pick<Mutant, 'of' | 'change'>): string {
  return `${of}: ${change}`;
}
