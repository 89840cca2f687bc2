import { type Document, isMap, isNode, isScalar, type LineCounter } from 'yaml';

export type Path = readonly (string | number)[];

/** Finds the lines of a document's values, from 1. */
export class Places {
  readonly #document: Document;
  readonly #counter: LineCounter;

  constructor(document: Document, counter: LineCounter) {
    this.#document = document;
    this.#counter = counter;
  }

  /** The line of the value at a path, or of what is nearest above it. */
  line(path: Path): number {
    const node = this.#document.getIn(path, true);
    const start = isNode(node) ? node.range?.[0] : undefined;
    if (start !== undefined) return this.#counter.linePos(start).line;
    return path.length === 0 ? 1 : this.line(path.slice(0, -1));
  }

  /** The lines of a rule's fields, those of its labels and annotations too; '' is the rule itself. */
  ofFields(rule: Path): Record<string, number> {
    const fields = ['labels', 'annotations'].flatMap((list) =>
      this.#keys([...rule, list]).map((key) => [list, key]),
    );
    return Object.fromEntries([
      ['', this.line(rule)],
      ...[...this.#keys(rule).map((key) => [key]), ...fields].map((field) => [
        field.join('.'),
        this.#textLine([...rule, ...field]),
      ]),
    ]) as Record<string, number>; // every pair above is a text and a line
  }

  #keys(path: Path): readonly string[] {
    const node = this.#document.getIn(path, true);
    return isMap(node) ? node.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [];
  }

  /** A block (`|`, `>`) begins on the line below its mark. */
  #textLine(path: Path): number {
    const node = this.#document.getIn(path, true);
    const isBlock = isScalar(node) && (node.type ?? '').startsWith('BLOCK_');
    return this.line(path) + (isBlock ? 1 : 0);
  }
}
