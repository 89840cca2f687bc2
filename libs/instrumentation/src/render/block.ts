import { Page } from './page.js';
import { Desk } from './desk.js';
import { PageText } from './page-text.js';
import { Heads } from './heads.js';
import type { Labels } from '../labels.js';
import type { Shape } from './shape.js';
import { familyName, type Style } from './style.js';
import { escaped } from './text.js';

/** Where a series keeps its numbers. */
export interface Place {
  readonly page: Page;
  readonly series: number;
}

interface Named {
  readonly name: string;
  readonly help: string;
  readonly kind: string;
}

/** All series of one metric, in pages, and the texts they were last shown as. */
export class Block {
  readonly #pages: Page[] = [];
  readonly #texts = new Map<string, PageText[]>();
  readonly #desk = new Desk();

  constructor(private readonly shape: Shape) {}

  get pages(): readonly Page[] {
    return this.#pages;
  }

  open(labels: Labels): Place {
    let page = this.#pages.at(-1);
    if (page === undefined || page.isFull) {
      page = new Page(this.shape);
      this.#pages.push(page);
    }
    return { page, series: page.open(labels) };
  }

  /** The text of each page in a style. One set of texts is kept for each format, and dropped when its labels change. */
  texts(name: string, style: Style): readonly PageText[] {
    const key = JSON.stringify([style.isOpenMetrics, style.defaultLabels]);
    const kept = this.#texts.get(key) ?? this.#forget(style.isOpenMetrics, key);
    const [first, ...others] = this.#pages.slice(kept.length);
    if (first === undefined) return kept;
    const own = Object.keys(first.labels[0] ?? {});
    const manner = {
      heads: new Heads(name, this.shape, { own, style }),
      hasExemplars: style.isOpenMetrics,
      desk: this.#desk,
    };
    for (const page of [first, ...others]) kept.push(new PageText(page, manner));
    return kept;
  }

  /** Texts of the same format with other default labels are of no use any more. */
  #forget(isOpenMetrics: boolean, key: string): PageText[] {
    const format = `[${String(isOpenMetrics)}`;
    for (const other of this.#texts.keys()) if (other.startsWith(format)) this.#texts.delete(other);
    const texts: PageText[] = [];
    this.#texts.set(key, texts);
    return texts;
  }
}

/** What stands before the samples of a family. */
export function headerText({ name, help, kind }: Named, style: Style): string {
  const family = escaped(familyName(name, style, kind === 'counter'));
  return `# HELP ${family} ${escaped(help)}\n# TYPE ${family} ${kind}`;
}
