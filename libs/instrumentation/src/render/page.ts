import type { Labels } from '../labels.js';
import type { Exemplar } from './exemplar.js';
import type { Shape } from './shape.js';

/** Series a page holds: few enough that one changed series costs little, many enough that a page is worth its own text. */
const SERIES = 128;

/**
 * A run of series of one metric, whose numbers lie in one block that never moves. An update is a store into it; what
 * a scrape has to write anew it finds by comparing with what it showed, so that updates pay nothing for it.
 */
export class Page {
  readonly numbers: Float64Array;
  readonly labels: Labels[] = [];
  /** Exemplars by line, counted over the whole page. */
  readonly exemplars = new Map<number, Exemplar>();
  readonly #isSet = new Uint8Array(SERIES);

  constructor(readonly shape: Shape) {
    this.numbers = new Float64Array(SERIES * shape.stride);
  }

  get isFull(): boolean {
    return this.labels.length === SERIES;
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

  /** Back to zero; a gauge is to be set again before it is shown. */
  reset({ isHidden }: { readonly isHidden: boolean }): void {
    this.numbers.fill(0);
    this.exemplars.clear();
    if (isHidden) this.#isSet.fill(0);
  }
}
