import type { Labels } from '../labels.js';
import type { Exemplar } from './exemplar.js';
import type { Shape } from './shape.js';

/** Series a page holds: few enough that a change costs little, many enough that a page is worth a text of its own. */
export const PAGE_SERIES = 128;

/**
 * A run of series of one metric, whose numbers lie in one block that never moves. An update is a store into it; what
 * a scrape has to write anew it finds by comparing with what it showed, so that updates pay nothing for it.
 */
export class Page {
  readonly numbers: Float64Array;
  readonly labels: Labels[] = [];
  readonly #isSet = new Uint8Array(PAGE_SERIES);
  /** By series, then by line; most series never have one. */
  readonly #exemplars = new Map<number, Map<number, Exemplar>>();

  constructor(readonly shape: Shape) {
    this.numbers = new Float64Array(PAGE_SERIES * shape.stride);
  }

  get isFull(): boolean {
    return this.labels.length === PAGE_SERIES;
  }

  /** Opens the next series and gives its place. */
  open(labels: Labels): number {
    return this.labels.push(labels) - 1;
  }

  /** Whether a scrape shows a series: a gauge that nobody has set has no value. */
  isShown(series: number): boolean {
    return this.#isSet[series] === 1;
  }

  show(series: number): void {
    this.#isSet[series] = 1;
  }

  /** A map is replaced, never changed, so that a reader can tell by its identity whether it has read it. */
  point(series: number, line: number, exemplar: Exemplar): void {
    const before = this.#exemplars.get(series) ?? [];
    this.#exemplars.set(series, new Map([...before, [line, exemplar]]));
  }

  exemplarsOf(series: number): ReadonlyMap<number, Exemplar> | undefined {
    return this.#exemplars.size === 0 ? undefined : this.#exemplars.get(series);
  }

  /** Back to zero; a gauge is to be set again before it is shown. */
  reset({ isHidden }: { readonly isHidden: boolean }): void {
    this.numbers.fill(0);
    this.#exemplars.clear();
    if (isHidden) this.#isSet.fill(0);
  }
}
