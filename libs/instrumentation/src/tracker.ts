import { register } from 'prom-client';
import { disguise, type Callable } from './disguise.js';
import type { AnyRegistry } from './family.js';
import type { Labels } from './labels.js';
import { misuseOf, type ReportMisuse } from './misuse.js';
import { watchPromise, watchResult } from './track.js';
import type { RegistryChoice } from './track-options.js';
import { CallMeter, type AnyDefinitions, type Meter } from './tracked-call.js';
import type { Span } from './tracked-life.js';

/** How calls are watched: the meter of a registry, and each label's value or how to take it from the arguments. */
export interface Tracking<S> extends RegistryChoice<S> {
  /** Bound in a registry at the first call that counts there. `fixed` are the labels that no call changes. */
  readonly meter: (registry: AnyRegistry, fixed: Labels) => Meter;
  /** The name of a metric that the meter binds: a registry that lost it, by `clear`, gets it again. */
  readonly probe: string | undefined;
  readonly labels: Readonly<Record<string, unknown>>;
}

/** The tracking of a decorator's or a function's options; their types say what fits. */
export function callTracking(
  options: AnyDefinitions & RegistryChoice<never> & { readonly labels?: object | undefined },
): Tracking<never> {
  const { calls, failures, duration, inFlight, labels = {}, registry } = options;
  const [probe] = [calls, failures, duration, inFlight].filter((one) => one !== undefined);
  return {
    meter: (where, fixed) => new CallMeter(where, options, fixed),
    probe: probe?.name,
    labels: { ...labels },
    registry,
  };
}

/** The function that calls `original` and watches the call; it looks like what it wraps. */
export function trackedFunction<M extends Callable>(
  name: string | symbol,
  original: M,
  tracking: Tracking<never>,
): M {
  const tracker = new Tracker(`tracking ${String(name)}`, tracking);
  function tracked(this: unknown, ...args: unknown[]): unknown {
    const span = tracker.begin(this, args);
    let result: unknown;
    try {
      result = Reflect.apply(original, this, args);
    } catch (error) {
      span.fail(error);
      throw error;
    }
    if (result instanceof Promise) return watchPromise(span, result);
    return watchResult(span, result, () => tracker.begin(this, args));
  }
  return disguise(tracked, original);
}

class Tracker {
  readonly #misused: ReportMisuse;
  readonly #fixed: Labels;
  readonly #selectors: readonly Selector[];
  readonly #meters = new WeakMap<AnyRegistry, BoundMeter>();

  constructor(
    what: string,
    private readonly tracking: Tracking<never>,
  ) {
    this.#misused = misuseOf(what);
    const choices = Object.entries(tracking.labels);
    // What is no selector is a value of its domain, as the options' types ask.
    this.#fixed = Object.fromEntries(choices.filter(([, choice]) => !isSelect(choice))) as Labels;
    this.#selectors = choices.flatMap(([name, choice]) =>
      isSelect(choice) ? [{ name, select: choice }] : [],
    );
  }

  /** A selector that throws, or a name that is taken, must not break the call: it is then not counted. */
  begin(self: unknown, args: readonly unknown[]): Span {
    try {
      return this.#meterOf(self).begin(this.#labelsOf(args));
    } catch (error) {
      this.#misused(error instanceof Error ? error.message : String(error));
      return UNWATCHED;
    }
  }

  #meterOf(self: unknown): Meter {
    const { registry: choice = register, probe } = this.tracking;
    // An instance is what the decorator's type says; a registry is no function.
    const registry = typeof choice === 'function' ? choice(self as never) : choice;
    const family: unknown = probe === undefined ? undefined : registry.getSingleMetric(probe);
    const known = this.#meters.get(registry);
    if (known !== undefined && known.family === family) return known.meter;
    const meter = this.tracking.meter(registry, this.#fixed);
    this.#meters.set(registry, { meter, family: probe && registry.getSingleMetric(probe) });
    return meter;
  }

  #labelsOf(args: readonly unknown[]): Labels {
    if (this.#selectors.length === 0) return this.#fixed;
    const labels: Record<string, string> = { ...this.#fixed };
    for (const { name, select } of this.#selectors) {
      labels[name] = Reflect.apply(select, undefined, args);
    }
    return labels;
  }
}

interface BoundMeter {
  readonly meter: Meter;
  readonly family: unknown;
}

type Select = (...args: readonly unknown[]) => string;

interface Selector {
  readonly name: string;
  readonly select: Select;
}

function isSelect(choice: unknown): choice is Select {
  return typeof choice === 'function';
}

const UNWATCHED: Span = {
  end: () => undefined,
  fail: () => undefined,
  discard: () => undefined,
};
