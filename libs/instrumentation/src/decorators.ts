import { durationCategory, type LabelDomains } from '@aura/metrics';
import type { Callable } from './disguise.js';
import { OPTIMIZATION, type AiOptimization } from './optimization.js';
import { REQUEST, type TrackedRequest } from './requests.js';
import type {
  CallLabels,
  LabelChoices,
  NoLabels,
  Readable,
  RegistryChoice,
  TrackOptions,
} from './track-options.js';
import { callTracking, trackedFunction, type Tracking } from './tracker.js';
import { GENERATION, type VideoGeneration } from './video.js';

/** A label's value, or how to take it from the arguments of the decorated method. */
export type Chosen<A extends readonly unknown[], V> = V | ((...args: A) => V);

/** Decorates a method of S that is called with what the selectors in L read. */
export type TracksMethod<S, L> = <M extends Callable>(
  target: S,
  name: string | symbol,
  method: TypedPropertyDescriptor<M> & Readable<M, L>,
) => void;

/** Decorates a method that is called with at least the arguments A, which selectors read. */
export type MethodTracker<S, A extends readonly unknown[]> = TracksMethod<
  S,
  { readonly labels: (...args: A) => unknown }
>;

type Choices<L extends object, A extends readonly unknown[]> = {
  readonly [K in keyof L]: Chosen<A, L[K]>;
};

/**
 * Counts and times each call of a method by definitions of your own.
 *
 * ```ts
 * @Track({
 *   calls: order.placed, // labels: plan
 *   failures: order.failures, // labels: plan, error_type
 *   duration: order.duration,
 *   labels: { plan: (order: Order) => order.plan },
 * })
 * async place(order: Order): Promise<Receipt> { … }
 * ```
 *
 * A label is a value, or a selector with the types of the arguments that it reads; a selector reads as many of
 * the method's arguments as it likes. Every label of every definition must be there, save those which
 * `CallDefinitions` finds out from the error. The compiler names a label that is missing, that no definition
 * has or whose value is not in its domain, and the selector that reads arguments which the method does not take.
 *
 * Values, promises, generators, async iterables and observables are watched to their end; see `track`.
 *
 * @throws when it decorates what is no method.
 */
export function Track<
  C extends LabelDomains = NoLabels,
  F extends LabelDomains = NoLabels,
  H extends LabelDomains = NoLabels,
  G extends LabelDomains = NoLabels,
  const L extends LabelChoices<CallLabels<C, F, H, G>> = LabelChoices<CallLabels<C, F, H, G>>,
  S extends object = object,
>(options: TrackOptions<C, F, H, G, L, S>): TracksMethod<S, L> {
  return decorated(callTracking(options));
}

/** Counts and times each call as a request to `endpoint`; see `trackRequest`. */
export function TrackRequests<A extends readonly unknown[] = [], S extends object = object>({
  endpoint,
  registry,
}: Choices<TrackedRequest, A> & RegistryChoice<S>): MethodTracker<S, A> {
  return decorated({ ...REQUEST, labels: { endpoint }, registry });
}

/** Counts and times each call as a video generation; see `trackVideoGeneration`. */
export function TrackVideoGeneration<A extends readonly unknown[] = [], S extends object = object>({
  theme,
  userId,
  videoSeconds,
  registry,
}: Choices<VideoGeneration, A> & RegistryChoice<S>): MethodTracker<S, A> {
  const category =
    typeof videoSeconds === 'function'
      ? (...args: A) => durationCategory(videoSeconds(...args))
      : durationCategory(videoSeconds);
  const labels = { theme, user_id: userId, duration_category: category };
  return decorated({ ...GENERATION, labels, registry });
}

/** Counts and times each call as a run of AI optimisation; see `trackAiOptimization`. */
export function TrackAiOptimization<A extends readonly unknown[] = [], S extends object = object>({
  type,
  level,
  registry,
}: Choices<AiOptimization, A> & RegistryChoice<S>): MethodTracker<S, A> {
  return decorated({ ...OPTIMIZATION, labels: { optimization_type: type, level }, registry });
}

function decorated(tracking: Tracking<never>) {
  return (_: object, name: unknown, method: unknown): void => {
    // Decorators of the language's own standard get a context where TypeScript's get the name.
    if (typeof name !== 'string' && typeof name !== 'symbol') throw notDecorable('it', STANDARD);
    const descriptor = method as TypedPropertyDescriptor<Callable> | undefined; // as TypeScript calls it
    if (descriptor?.value === undefined) throw notDecorable(String(name), NO_METHOD);
    descriptor.value = trackedFunction(name, descriptor.value, tracking);
  };
}

const STANDARD = 'these decorators need the compiler option experimentalDecorators';
const NO_METHOD = 'it is a getter, a setter or a property; decorate a method';

function notDecorable(what: string, why: string): TypeError {
  return new TypeError(`cannot track ${what}: ${why}`);
}
