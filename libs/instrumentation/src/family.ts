import { isDeepStrictEqual } from 'node:util';
import type { Kind, Metric } from '@aura/metrics';
import type { Metric as PromMetric, Registry, RegistryContentType } from 'prom-client';
import type { Block } from './render/block.js';
import type { Exemplar } from './render/exemplar.js';

/** A registry of prom-client, for either of the text formats it can write. */
export type AnyRegistry = Registry<RegistryContentType>;

/** One line of a metric's text, as prom-client's Registry wants it. */
export interface Sample {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels that the lines of one series have in common, written after the others. */
  readonly sharedLabels?: Readonly<Record<string, string>>;
  readonly value: number;
  readonly exemplar?: Exemplar | undefined;
}

export interface Storage {
  /** What a scrape shows now. */
  readonly collect: () => readonly Sample[] | Promise<readonly Sample[]>;
  /** Back to zero; bound series stay bound. */
  readonly reset: () => void;
  /** The series, where they are kept here: then their text is kept too. */
  readonly block?: Block;
}

/**
 * Puts a metric into a registry. prom-client's Registry asks nothing of a metric but `name`, `type`, `get`
 * and `reset`, so ours keep their series in pages of their own instead of hashing labels on every update.
 */
export function register<H>(
  registry: AnyRegistry,
  definition: Metric,
  { storage, handle }: { readonly storage: Storage; readonly handle: H },
): H {
  const family = new Family(definition, storage, handle);
  // The registry's type asks for prom-client's own classes; its code calls only what Family has.
  registry.registerMetric(family as unknown as PromMetric);
  return handle;
}

/**
 * What was bound earlier in this registry for the same or an equal definition.
 * @throws when the name is taken by anything else: two owners would write into one metric.
 */
export function boundBefore(
  registry: AnyRegistry,
  definition: Metric,
): { handle: unknown } | undefined {
  const taken: unknown = registry.getSingleMetric(definition.name);
  if (taken === undefined) return undefined;
  if (!isFamily(taken)) {
    throw new Error(
      `cannot bind ${definition.name}: this registry already has a metric of that name that was not bound from a definition; remove one of the two`,
    );
  }
  const { definition: earlier } = taken[BOUND];
  if (earlier !== definition && !isDeepStrictEqual(earlier, definition)) {
    throw new Error(
      `cannot bind ${definition.name}: this registry already has another definition of that name; give one of the two another name`,
    );
  }
  return { handle: taken[BOUND].handle };
}

/** The block of a metric that was bound here, with what announces it; undefined for any other metric. */
export function blockOf(
  metric: unknown,
): { name: string; help: string; kind: Kind; block: Block } | undefined {
  if (!isFamily(metric)) return undefined;
  const { definition, block } = metric[BOUND];
  if (block === undefined) return undefined;
  const { name, help, kind } = definition;
  return { name, help, kind, block };
}

// A registered symbol, so that two copies of this library in one process know each other's families.
const BOUND = Symbol.for('@aura/instrumentation/bound');

interface Bound {
  readonly definition: Metric;
  readonly handle: unknown;
  readonly block: Block | undefined;
}

class Family {
  /** Not readonly: prom-client strips `_total` from it when the registry writes OpenMetrics. */
  name: string;
  readonly help: string;
  readonly type: Kind;
  readonly aggregator = 'sum';
  readonly [BOUND]: Bound;

  constructor(
    definition: Metric,
    private readonly storage: Storage,
    handle: unknown,
  ) {
    this.name = definition.name;
    this.help = definition.help;
    this.type = definition.kind;
    this[BOUND] = { definition, handle, block: storage.block };
  }

  /** For the registry's text. */
  async getForPromString(): Promise<object> {
    return this.#with(await this.storage.collect());
  }

  /** For its JSON, and for merging workers: every line with all its labels. */
  async get(): Promise<object> {
    const values = await this.storage.collect();
    return this.#with(
      values.map(({ sharedLabels, ...value }) => ({
        ...value,
        labels: { ...value.labels, ...sharedLabels },
      })),
    );
  }

  reset(): void {
    this.storage.reset();
  }

  #with(values: readonly Sample[]): object {
    const { name, help, type, aggregator } = this;
    return { name, help, type, aggregator, values };
  }
}

function isFamily(metric: unknown): metric is { readonly [BOUND]: Bound } {
  return typeof metric === 'object' && metric !== null && BOUND in metric;
}
