import type { LabelDomains } from '@aura/metrics';
import type { Callable } from './disguise.js';
import type { AnyRegistry } from './family.js';
import { track } from './track.js';
import type {
  CallDefinitions,
  CallLabels,
  LabelChoices,
  NoLabels,
  Readable,
  TrackOptions,
} from './track-options.js';
import { CallMeter, type Watch } from './tracked-call.js';
import { callTracking, trackedFunction } from './tracker.js';

/**
 * What `Track` is for methods, for a function: gives one like it, whose every call is counted.
 *
 * ```ts
 * const place = tracked(
 *   { calls: order.placed, labels: { plan: (order: Order) => order.plan } },
 *   async (order: Order) => { … },
 * );
 * ```
 *
 * A promise comes back as another one, so what a library put on its own is not there: `tracked` over
 * `promisify(exec)` gives no `.child`; track the function around it that uses the child. An observable comes back
 * as a proxy, so `tracked(options, () => observable)() !== observable`; everything else is the same object.
 */
export function tracked<
  M extends Callable,
  C extends LabelDomains = NoLabels,
  F extends LabelDomains = NoLabels,
  H extends LabelDomains = NoLabels,
  G extends LabelDomains = NoLabels,
  const L extends LabelChoices<CallLabels<C, F, H, G>> = LabelChoices<CallLabels<C, F, H, G>>,
>(options: TrackOptions<C, F, H, G, L, unknown>, work: M & Readable<M, L>): M {
  return trackedFunction(work.name, work, callTracking(options));
}

/** The instruments of `trackCall`; N are the labels of a call. */
export interface CallInstruments<N> {
  at(labels: N): Watch;
}

/**
 * Binds what is counted about some calls.
 * @throws when the registry holds another metric of one of the names.
 */
export function callInstruments<
  C extends LabelDomains = NoLabels,
  F extends LabelDomains = NoLabels,
  H extends LabelDomains = NoLabels,
  G extends LabelDomains = NoLabels,
>(
  registry: AnyRegistry,
  definitions: CallDefinitions<C, F, H, G>,
): CallInstruments<CallLabels<C, F, H, G>> {
  const meter: CallInstruments<never> = new CallMeter(registry, definitions);
  return meter; // CallLabels are strings by their names, which is what the meter takes
}

/** Counts and times one call; gives back what `work` gives, promise or not, and throws what it throws. */
export function trackCall<N, R>(
  instruments: CallInstruments<N>,
  labels: NoInfer<N>,
  work: () => R,
): R {
  return track(() => instruments.at(labels).begin(), work, instruments);
}
