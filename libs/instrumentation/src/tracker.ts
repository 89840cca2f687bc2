import { register } from 'prom-client';
import { disguise, type Callable } from './disguise.js';
import { property } from './failure.js';
import type { AnyRegistry } from './family.js';
import type { Labels } from './labels.js';
import { misuseOf, type ReportMisuse } from './misuse.js';
import { watchPromise, watchResult } from './track.js';
import { NO_LABELS, type RegistryChoice } from './track-options.js';
import { CallMeter, type AnyDefinitions, type Meter } from './tracked-call.js';
import type { Span } from './tracked-life.js';
import { KnownWatches } from './tracked-watches.js';

/** How calls are watched: the meter of a registry, and each label's value or how to take it from the arguments. */
export interface Tracking<S> extends RegistryChoice<S> {
  /** Bound in a registry at the first call that counts there. `fixed` are the labels that no call changes. */
  readonly meter: (registry: AnyRegistry, fixed: Labels) => Meter;
  /** The names of the metrics that the meter binds: a registry that lost one, by `clear`, gets it again. */
  readonly binds: readonly string[];
  readonly labels: Readonly<Record<string, unknown>>;
}

/** The tracking of a decorator's or a function's options; their types say what fits. */
export function callTracking(
  options: AnyDefinitions & RegistryChoice<never> & { readonly labels?: object | undefined },
): Tracking<never> {
  const { calls, failures, duration, inFlight, labels = NO_LABELS, registry } = options;
  const bound = [calls, failures, duration, inFlight].filter((one) => one !== undefined);
  return {
    meter: (where, fixed) => new CallMeter(where, options, fixed),
    binds: bound.map(({ name }) => name),
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
  const tracker = new Tracker(String(name) || 'an unnamed function', tracking);
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
    return watchResult(span, result, {
      watcher: tracker,
      begin: () => tracker.begin(this, args),
    });
  }
  return disguise(tracked, original);
}

class Tracker {
  readonly #misused: ReportMisuse;
  readonly #told = new Set<string>();
  readonly #fixed: Labels;
  readonly #selectors: readonly Selector[];
  readonly #known = new WeakMap<AnyRegistry, KnownWatches>();

  constructor(
    what: string,
    private readonly tracking: Tracking<never>,
  ) {
    this.#misused = misuseOf(`tracking ${what}`);
    const choices = Object.entries(tracking.labels);
    // What is no selector is a value of its domain, as the options' types ask.
    this.#fixed = Object.fromEntries(choices.filter(([, choice]) => !isSelect(choice))) as Labels;
    this.#selectors = choices.flatMap(([name, choice]) =>
      isSelect(choice) ? [{ name, select: choice }] : [],
    );
  }

  /** A selector that throws, or a name that is taken, must not break the call: it is then not counted. */
  begin(self: unknown, args: readonly unknown[]): Span {
    let failing = '';
    try {
      const values: string[] = [];
      for (const { name, select } of this.#selectors) {
        failing = name;
        values.push(Reflect.apply(select, undefined, args));
      }
      failing = REGISTRY;
      const registry = this.#registryOf(self);
      failing = METRICS;
      return this.#knownIn(registry).at(values).begin();
    } catch (error) {
      this.#tell(failing, error);
      return UNWATCHED;
    }
  }

  /** Once a selector: what its error says may be another text at each call. */
  #tell(failing: string, error: unknown): void {
    if (this.#told.has(failing)) return;
    this.#told.add(failing);
    const what =
      failing === REGISTRY || failing === METRICS ? failing : `the selector of ${failing} threw`;
    const message = property(error, 'message') ?? error;
    this.#misused(`${what}: ${typeof message === 'string' ? message : typeof message}`);
  }

  #registryOf(self: unknown): AnyRegistry {
    const choice = this.tracking.registry ?? register;
    // An instance is what the decorator's type says; a registry is no function.
    return typeof choice === 'function' ? choice(self as never) : choice;
  }

  #knownIn(registry: AnyRegistry): KnownWatches {
    const { binds, meter } = this.tracking;
    const known = this.#known.get(registry);
    if (known?.areIn(registry) === true) return known;
    const bound = meter(registry, this.#fixed);
    const opened = new KnownWatches(
      (values) => bound.at(this.#labelsOf(values)),
      binds.map((name) => ({ name, family: registry.getSingleMetric(name) })),
    );
    this.#known.set(registry, opened);
    return opened;
  }

  #labelsOf(values: readonly string[]): Labels {
    const selected = this.#selectors.map(({ name }, i) => [name, values[i]] as const);
    // Selectors give strings, as the options' types ask; the meter drops what JavaScript gave instead.
    return { ...this.#fixed, ...Object.fromEntries(selected) } as Labels;
  }
}

// No label has such a name.
const REGISTRY = 'its registry cannot be chosen';
const METRICS = 'its metrics cannot be bound';

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
