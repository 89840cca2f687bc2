import type { AnyRegistry } from './family.js';
import { MOST_CHARACTERS } from './labels.js';
import type { Watch } from './tracked-call.js';

/** How many sets of values one tracker remembers the series of; those that come later are looked up each time. */
const REMEMBERED_WATCHES = 1_000;

/** A metric, as the registry held it when it was bound. */
interface Bound {
  readonly name: string;
  readonly family: unknown;
}

type Branch = Map<string, Branch | Watch>;

/** The watches of one registry by the values that selectors took, one level a selector. */
export class KnownWatches {
  readonly #root: Branch = new Map();
  #size = 0;

  constructor(
    private readonly open: (values: readonly string[]) => Watch,
    private readonly families: readonly Bound[],
  ) {}

  /** False once the registry lost a metric that these watches count in, or has another of its name. */
  areIn(registry: AnyRegistry): boolean {
    for (const { name, family } of this.families) {
      if (registry.getSingleMetric(name) !== family) return false;
    }
    return true;
  }

  at(values: readonly string[]): Watch {
    const path = values.length === 0 ? NO_VALUES : values;
    let found: Branch | Watch | undefined = this.#root;
    for (const value of path) {
      if (!(found instanceof Map)) break;
      found = found.get(value);
    }
    return found === undefined || found instanceof Map ? this.#remember(path) : found;
  }

  #remember(path: readonly string[]): Watch {
    const watch = this.open(path);
    if (this.#size >= REMEMBERED_WATCHES || !path.every(isShort)) return watch;
    this.#size += 1;
    let branch = this.#root;
    for (const value of path.slice(0, -1)) {
      const next = branch.get(value);
      const inner: Branch = next instanceof Map ? next : new Map<string, Branch | Watch>();
      branch.set(value, inner);
      branch = inner;
    }
    branch.set(path.at(-1) ?? '', watch);
    return watch;
  }
}

/**
 * Text that is too long for a label counts as `other`, and would be held here for nothing. Selectors give strings, as
 * their types ask; what JavaScript gave instead is not held either.
 */
function isShort(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MOST_CHARACTERS;
}

const NO_VALUES = [''];
