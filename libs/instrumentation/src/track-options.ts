import type { LabelDomains, LabelValues, Metric } from '@aura/metrics';
import type { Callable } from './disguise.js';
import type { AnyRegistry } from './family.js';

/** The labels of a definition that was left out. */
export const NO_LABELS = {};
export type NoLabels = typeof NO_LABELS;

/**
 * What to count about the calls of a method or a function: any definitions of your own, each optional.
 *
 * `error_type` and `stage` of `failures` are found out from what was thrown, so nobody gives them.
 * `error_type` is a closed list with `other` in it; an error counts as the value that is its `name`, a class it
 * extends, or the first known error that it wraps. `stage` is a closed list; it is the error's own `stage`, else
 * the one it was timed in (`timeStage`, `stageTimer`), else the label `stage` if you give one, else the first.
 */
export interface CallDefinitions<
  C extends LabelDomains = NoLabels,
  F extends LabelDomains = NoLabels,
  H extends LabelDomains = NoLabels,
  G extends LabelDomains = NoLabels,
> {
  /** Every call that reached an end, well or badly. */
  readonly calls?: Metric<'counter', C>;
  /** Every call that threw, rejected, or whose sequence failed. */
  readonly failures?: Metric<'counter', F> & FoundOut<F>;
  /** Seconds from the call to its end; of successful calls only, see `timesFailures`. */
  readonly duration?: Metric<'histogram', H, 'seconds'>;
  /** Calls that have begun and not ended. */
  readonly inFlight?: Metric<'gauge', G>;
  /** Whether failed calls are timed too. Left out they are not: a fast failure would pass for a fast success. */
  readonly timesFailures?: boolean;
}

/** The labels that a caller gives: those of every definition, each within the domains of all that have it. */
export type CallLabels<
  C extends LabelDomains,
  F extends LabelDomains,
  H extends LabelDomains,
  G extends LabelDomains,
> = {
  readonly [K in keyof C | keyof H | keyof G | Exclude<keyof F, 'error_type' | 'stage'>]: Shared<
    ValueOf<C, K> & ValueOf<F, K> & ValueOf<H, K> & ValueOf<G, K>
  >;
} & { readonly [K in Extract<keyof F, 'stage'>]?: ValueOf<F, K> };

type ValueOf<D extends LabelDomains, K> = K extends keyof D ? LabelValues<D>[K] : unknown;

type Shared<V> = [V] extends [never] ? 'the definitions share no value of this label' : V;

/** A label's value, or how to take it from the arguments of the call. */
export type Choice<V> = V | ((...args: never[]) => V);

/** One choice for each label in N: all of them, and no others. */
export type LabelChoices<N> = { readonly [K in keyof N]: Choice<N[K]> };

/** `labels` of the options: required exactly where a definition has labels. */
type LabelsOption<N, L> =
  Partial<N> extends N ? { readonly labels?: Only<N, L> } : { readonly labels: Only<N, L> };

type Only<N, L> = {
  readonly [K in keyof L]: K extends keyof N ? L[K] : 'no definition here has this label';
};

export interface RegistryChoice<S> {
  /**
   * Where to count, chosen at each call: a registry, or one that the instance holds. prom-client's default
   * registry when left out, which is `MonitoringModule.forRoot()`'s default too.
   */
  readonly registry?: AnyRegistry | ((self: S) => AnyRegistry) | undefined;
}

/** All that `Track` and `tracked` take: what to count, with which labels, and where. */
export type TrackOptions<
  C extends LabelDomains,
  F extends LabelDomains,
  H extends LabelDomains,
  G extends LabelDomains,
  L,
  S,
> = CallDefinitions<C, F, H, G> & LabelsOption<CallLabels<C, F, H, G>, L> & RegistryChoice<S>;

/** Empty where the method M gives every selector in L what it reads; else the sentence that says which does not. */
export type Readable<M extends Callable, L> = [Unreadable<M, L>] extends [never]
  ? unknown
  : `the selector of ${Unreadable<M, L>} reads arguments that this method is not called with`;

/** The labels whose selectors the arguments of M do not fit; a method of which nothing is known fits all. */
type Unreadable<M extends Callable, L> = 0 extends 1 & M
  ? never
  : {
      [K in Extract<keyof L, string>]: L[K] extends (...args: infer P) => unknown
        ? Parameters<M> extends readonly [...P, ...unknown[]]
          ? never
          : K
        : never;
    }[Extract<keyof L, string>];

type FoundOut<F extends LabelDomains> = Plain<{
  readonly labels: {
    readonly [K in keyof F]: K extends 'error_type'
      ? ErrorTypes<F[K]>
      : K extends 'stage'
        ? Closed<F[K]>
        : unknown;
  };
}>;

type ErrorTypes<D> = D extends readonly (infer V)[]
  ? 'other' extends V
    ? unknown
    : "error_type needs the value 'other', for errors that nobody foresaw"
  : Closed<D>;

type Closed<D> = D extends readonly string[]
  ? unknown
  : 'this label is found out from the error, so it is a closed list';

type Plain<T> = { readonly [K in keyof T]: T[K] };
