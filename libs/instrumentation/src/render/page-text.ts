import type { Labels } from '../labels.js';
import { exemplarText, type Exemplar } from './exemplar.js';
import type { Page } from './page.js';
import type { LineKind } from './shape.js';
import type { Style } from './style.js';
import { labelsText, labelText, valueText } from './text.js';

/** The text of one page in one style, kept from scrape to scrape: a line whose value is unchanged is not written anew. */
export class PageText {
  readonly #heads: string[] = [];
  readonly #lines: string[] = [];
  readonly #shown: number[] = [];
  readonly #exemplars = new Map<number, Exemplar>();
  readonly #values: Float64Array;
  #text = '';

  constructor(
    private readonly page: Page,
    private readonly name: string,
    private readonly style: Style,
  ) {
    this.#values = new Float64Array(page.shape.lines.length);
  }

  /** Every line that is shown, joined by newlines; empty where none is. */
  text(): string {
    const { labels } = this.page;
    let isChanged = false;
    for (let series = 0; series < labels.length; series += 1) {
      if (this.#update(series)) isChanged = true;
    }
    if (isChanged) this.#text = this.#lines.filter((line) => line !== '').join('\n');
    return this.#text;
  }

  /** True when a line of the series is another than it was. */
  #update(series: number): boolean {
    const { shape, numbers } = this.page;
    const count = shape.lines.length;
    const first = series * count;
    if (!this.page.isShown(series)) return this.#hide(first, count);
    shape.read(numbers, series * shape.stride, this.#values);
    let isChanged = false;
    for (let line = 0; line < count; line += 1) {
      const value = this.#values[line] ?? 0;
      if (this.#isShownAs(first + line, value)) continue;
      this.#write(series, line, value);
      isChanged = true;
    }
    return isChanged;
  }

  #hide(first: number, count: number): boolean {
    const wasShown = (this.#lines[first] ?? '') !== '';
    for (let line = first; line < first + count; line += 1) this.#lines[line] = '';
    return wasShown;
  }

  #isShownAs(at: number, value: number): boolean {
    if (!Object.is(this.#shown[at], value) || this.#lines[at] === '') return false;
    return this.#exemplars.get(at) === this.#exemplarAt(at);
  }

  #exemplarAt(at: number): Exemplar | undefined {
    const { exemplars } = this.page;
    return this.style.isOpenMetrics && exemplars.size > 0 ? exemplars.get(at) : undefined;
  }

  #write(series: number, line: number, value: number): void {
    const at = series * this.page.shape.lines.length + line;
    const exemplar = this.#exemplarAt(at);
    const head = (this.#heads[at] ??= this.#head(series, line));
    this.#lines[at] =
      head + valueText(value) + (exemplar === undefined ? '' : exemplarText(exemplar));
    this.#shown[at] = value;
    if (exemplar === undefined) this.#exemplars.delete(at);
    else this.#exemplars.set(at, exemplar);
  }

  #head(series: number, line: number): string {
    const kind = this.page.shape.lines[line];
    const labels = this.page.labels[series];
    if (kind === undefined || labels === undefined) return '';
    return `${this.name}${kind.suffix}${labelsText(pairsOf(kind, labels, this.style))} `;
  }
}

/** In prom-client's order: `le`, then the registry's labels, then the series' own; without a bucket its own come first. */
function pairsOf({ suffix, le }: LineKind, labels: Labels, { defaultLabels }: Style): string[] {
  const own = Object.entries(labels).map(([name, value]) => labelText(name, value));
  const added = Object.entries(defaultLabels)
    .filter(([name]) => !(name in labels) && !(name === 'le' && le !== undefined))
    .map(([name, value]) => labelText(name, value));
  const bucket = le === undefined ? [] : [labelText('le', le)];
  return suffix === '' ? [...own, ...added] : [...bucket, ...added, ...own];
}
