import type { Domain, LabelDomains, LabelValues, Metric } from '@aura/metrics';
import type { Callable } from './disguise.js';
import type { AnyRegistry } from './family.js';

/** The labels of a definition that was left out. */
export type NoLabels = { readonly [K in never]: Domain };

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
> = Plain<
  LabelValues<C> &
    Omit<LabelValues<F>, 'error_type' | 'stage'> &
    Partial<Pick<LabelValues<F>, Extract<keyof F, 'stage'>>> &
    LabelValues<H> &
    LabelValues<G>
>;

/** A label's value, or how to take it from the arguments of the call. */
export type Choice<V> = V | ((...args: never[]) => V);

/**
 * `labels` of the options: required exactly where a definition has labels, with one choice for each. What is
 * missing, unknown, or outside its domain is named by the compiler.
 */
export type LabelChoices<N, L> =
  Partial<N> extends N
    ? { readonly labels?: L & Choices<N> & Unknown<N, L> }
    : { readonly labels: L & Choices<N> & Unknown<N, L> };

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
> = CallDefinitions<C, F, H, G> & LabelChoices<CallLabels<C, F, H, G>, L> & RegistryChoice<S>;

/** Empty where the method M gives every selector in L what it reads; else the sentence that says which does not. */
export type Readable<M extends Callable, L> = [Unreadable<M, L>] extends [never]
  ? unknown
  : `the selector of ${Unreadable<M, L>} reads arguments that this method is not called with`;

type Unreadable<M extends Callable, L> = {
  [K in Extract<keyof L, string>]: L[K] extends (...args: infer P) => unknown
    ? Parameters<M> extends readonly [...P, ...unknown[]]
      ? never
      : K
    : never;
}[Extract<keyof L, string>];

type Choices<N> = { readonly [K in keyof N]: Choice<N[K]> };

type Unknown<N, L> = Readonly<
  Record<Exclude<keyof L, keyof N>, 'no definition here has this label'>
>;

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
