import type { Desk } from './desk.js';
import { exemplarText, type Exemplar } from './exemplar.js';
import type { Heads, Pieces } from './heads.js';
import { PAGE_SERIES, type Page } from './page.js';
import { valueText } from './text.js';

type Exemplars = ReadonlyMap<number, Exemplar>;

/** What all pages of a metric in one style have in common. */
export interface Manner {
  readonly heads: Heads;
  readonly hasExemplars: boolean;
  readonly desk: Desk;
}

const NOTHING = Buffer.alloc(0);

/** The text of one page in one style, kept from scrape to scrape: a series that is unchanged is not written anew. */
export class PageText {
  readonly #pieces: Pieces[] = [];
  readonly #shown: Float64Array;
  readonly #exemplars: (Exemplars | undefined)[] = [];
  readonly #values: Float64Array;
  /** Where the text of each series ends; one that no scrape has seen has no end yet. */
  #ends: readonly number[] = [];
  #bytes: Buffer = NOTHING;

  constructor(
    private readonly page: Page,
    private readonly manner: Manner,
  ) {
    this.#shown = new Float64Array(PAGE_SERIES * page.shape.stride);
    this.#values = new Float64Array(page.shape.lines.length);
  }

  /** Every line that is shown, each with a newline before it. Good until the next call: to be copied at once. */
  bytes(): Buffer {
    if (this.#isStale()) this.#renew();
    return this.#bytes.subarray(0, this.#endOf(this.#ends.length - 1));
  }

  #isStale(): boolean {
    const { length } = this.page.labels;
    for (let series = 0; series < length; series += 1) if (!this.#isCurrent(series)) return true;
    return false;
  }

  /** Writes what is not current, and copies the runs between. */
  #renew(): void {
    const { desk } = this.manner;
    const { length } = this.page.labels;
    const ends: number[] = [];
    desk.clear();
    let run = 0;
    for (let series = 0; series < length; series += 1) {
      if (this.#isCurrent(series)) continue;
      this.#copy(ends, run, series);
      if (this.page.isShown(series)) this.#write(series);
      ends.push(desk.length);
      run = series + 1;
    }
    this.#copy(ends, run, length);
    this.#bytes = desk.take(this.#bytes);
    this.#ends = ends;
  }

  #copy(ends: number[], first: number, before: number): void {
    if (first === before) return;
    const { desk } = this.manner;
    const from = this.#endOf(first - 1);
    const shift = desk.length - from;
    desk.copy(this.#bytes, { from, to: this.#endOf(before - 1) });
    for (let series = first; series < before; series += 1) ends.push(this.#endOf(series) + shift);
  }

  #endOf(series: number): number {
    return this.#ends[series] ?? 0;
  }

  #isCurrent(series: number): boolean {
    if (series >= this.#ends.length) return false;
    const isEmpty = this.#endOf(series) === this.#endOf(series - 1);
    if (isEmpty === this.page.isShown(series)) return false;
    return this.#hasSameNumbers(series) && this.#exemplars[series] === this.#exemplarsOf(series);
  }

  #hasSameNumbers(series: number): boolean {
    const { numbers, shape } = this.page;
    const shown = this.#shown;
    const end = (series + 1) * shape.stride;
    for (let at = series * shape.stride; at < end; at += 1) {
      // Not Object.is: 0 and -0 are written alike, and a NaN that is written once more is right too.
      if (numbers[at] !== shown[at]) return false;
    }
    return true;
  }

  #exemplarsOf(series: number): Exemplars | undefined {
    return this.manner.hasExemplars ? this.page.exemplarsOf(series) : undefined;
  }

  #write(series: number): void {
    const { numbers, shape } = this.page;
    const { heads, desk } = this.manner;
    const from = series * shape.stride;
    for (let at = from; at < from + shape.stride; at += 1) this.#shown[at] = numbers[at] ?? 0;
    shape.read(numbers, from, this.#values);
    const exemplars = this.#exemplarsOf(series);
    this.#exemplars[series] = exemplars;
    const pieces = this.#piecesOf(series);
    let text = '';
    let [shown, written] = [NaN, ''];
    for (let line = 0; line < shape.lines.length; line += 1) {
      const value = this.#values[line] ?? 0;
      // The buckets of a histogram repeat themselves from the slowest observation on.
      if (value !== shown) written = valueText(value);
      shown = value;
      text += heads.head(line, pieces) + written;
      if (exemplars !== undefined) text += pointText(exemplars.get(line));
    }
    desk.write(text);
  }

  #piecesOf(series: number): Pieces {
    return (this.#pieces[series] ??= this.manner.heads.piecesOf(this.page.labels[series] ?? {}));
  }
}

function pointText(exemplar: Exemplar | undefined): string {
  return exemplar === undefined ? '' : exemplarText(exemplar);
}
