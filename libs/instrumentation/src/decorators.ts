import { register } from 'prom-client';
import { disguise, type Callable } from './disguise.js';
import type { AnyRegistry } from './family.js';
import { misuseOf } from './misuse.js';
import {
  beginAiOptimization,
  optimizationInstruments,
  type AiOptimization,
  type OptimizationInstruments,
} from './optimization.js';
import {
  beginRequest,
  requestInstruments,
  type RequestInstruments,
  type TrackedRequest,
} from './requests.js';
import { track, type Span } from './track.js';
import {
  beginVideoGeneration,
  videoInstruments,
  type VideoGeneration,
  type VideoInstruments,
} from './video.js';

/** A label's value, or how to take it from the arguments of the decorated method. */
export type Chosen<A extends readonly unknown[], V> = V | ((...args: A) => V);

export interface RegistryChoice<S> {
  /**
   * Where to count, chosen at each call: a registry, or one that the instance holds. prom-client's default
   * registry when left out, which is `MonitoringModule.forRoot()`'s default too.
   */
  readonly registry?: AnyRegistry | ((self: S) => AnyRegistry);
}

/** Decorates a method that takes at least the arguments which the selectors read. */
export type MethodTracker<S, A extends readonly unknown[]> = <
  M extends (...args: [...A, ...never[]]) => unknown,
>(
  target: S,
  name: string | symbol,
  method: TypedPropertyDescriptor<M>,
) => void;

type Choices<L extends object, A extends readonly unknown[]> = {
  readonly [K in keyof L]: Chosen<A, L[K]>;
};

/** Counts and times each call as a request to `endpoint`; see `trackRequest`. */
export function TrackRequests<A extends readonly unknown[] = [], S extends object = object>(
  options: Choices<TrackedRequest, A> & RegistryChoice<S>,
): MethodTracker<S, A> {
  return tracker<S, A, TrackedRequest, RequestInstruments>(options, {
    instruments: requestInstruments,
    begin: beginRequest,
  });
}

/** Counts and times each call as a video generation; see `trackVideoGeneration`. */
export function TrackVideoGeneration<A extends readonly unknown[] = [], S extends object = object>(
  options: Choices<VideoGeneration, A> & RegistryChoice<S>,
): MethodTracker<S, A> {
  return tracker<S, A, VideoGeneration, VideoInstruments>(options, {
    instruments: videoInstruments,
    begin: beginVideoGeneration,
  });
}

/** Counts and times each call as a run of AI optimisation; see `trackAiOptimization`. */
export function TrackAiOptimization<A extends readonly unknown[] = [], S extends object = object>(
  options: Choices<AiOptimization, A> & RegistryChoice<S>,
): MethodTracker<S, A> {
  return tracker<S, A, AiOptimization, OptimizationInstruments>(options, {
    instruments: optimizationInstruments,
    begin: beginAiOptimization,
  });
}

interface Meter<I, L> {
  readonly instruments: (registry: AnyRegistry) => I;
  readonly begin: (instruments: I, labels: L) => Span;
}

function tracker<S, A extends readonly unknown[], L extends object, I>(
  options: Choices<L, A> & RegistryChoice<S>,
  meter: Meter<I, L>,
): MethodTracker<S, A> {
  return (_, name, method) => {
    const original = method.value;
    if (original === undefined) throw new Error(`cannot track ${String(name)}: it is no method`);
    const begin = watchfully(`tracking ${String(name)}`, (self: S, args: A) =>
      meter.begin(meter.instruments(registryOf(options, self)), labelsOf<L, A>(options, args)),
    );
    function tracked(this: S, ...args: unknown[]): unknown {
      // The decorator's type asks for a method whose arguments begin with A.
      const read = args as readonly unknown[] as A;
      return track(
        () => begin(this, read),
        () => Reflect.apply(original as Callable, this, args) as unknown,
      );
    }
    method.value = disguise(tracked, original);
  };
}

/** A selector that throws, or a name that is taken, must not break the call: it is then not counted. */
function watchfully<S, A>(
  what: string,
  begin: (self: S, args: A) => Span,
): (self: S, args: A) => Span {
  const misused = misuseOf(what);
  return (self, args) => {
    try {
      return begin(self, args);
    } catch (error) {
      misused(error instanceof Error ? error.message : String(error));
      return UNWATCHED;
    }
  };
}

const UNWATCHED: Span = {
  end: () => undefined,
  fail: () => undefined,
  discard: () => undefined,
};

function registryOf<S>({ registry = register }: RegistryChoice<S>, self: S): AnyRegistry {
  return typeof registry === 'function' ? registry(self) : registry;
}

function labelsOf<L extends object, A extends readonly unknown[]>(
  choices: Choices<L, A>,
  args: A,
): L {
  const labels: Record<string, unknown> = {};
  for (const [name, choice] of Object.entries<unknown>(choices)) {
    labels[name] = typeof choice === 'function' ? Reflect.apply(choice, undefined, args) : choice;
  }
  // Choices<L, A> has a choice for every key of L; `registry`, which comes along, is read by nobody.
  return labels as L;
}
