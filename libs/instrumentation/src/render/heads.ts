import type { Labels } from '../labels.js';
import type { Shape } from './shape.js';
import type { Style } from './style.js';
import { labelsText, labelText } from './text.js';

/**
 * What stands before a value, in two pieces, so that neither is kept once for each line: one that the line of every
 * series has in common, `\nname_bucket{le="2"`, and one that all lines of a series have in common, `,user="u11"} `.
 *
 * The order of labels is prom-client's: `le`, then the registry's, then the series' own; without a bucket its own
 * come first.
 */
export class Heads {
  readonly #lines: readonly string[];
  readonly #isOpened: readonly boolean[];
  readonly #last: readonly string[];

  /** `own` are the names of the labels that every series of the metric has. */
  constructor(
    name: string,
    shape: Shape,
    { own, style }: { readonly own: readonly string[]; readonly style: Style },
  ) {
    const added = Object.entries(style.defaultLabels).filter(([label]) => !own.includes(label));
    const ahead = shape.lines.map(({ suffix, le }) => {
      if (suffix === '') return [];
      const theirs = added.filter(([label]) => label !== 'le' || le === undefined);
      return [...(le === undefined ? [] : [['le', le] as const]), ...theirs].map(toText);
    });
    this.#lines = ahead.map((pairs, line) => {
      const opened = pairs.length === 0 ? '' : `{${pairs.join(',')}`;
      return `\n${name}${shape.lines[line]?.suffix ?? ''}${opened}`;
    });
    this.#isOpened = ahead.map((pairs) => pairs.length > 0);
    this.#last = shape.lines[0]?.suffix === '' ? added.map(toText) : [];
  }

  /** The pieces of each line of a series: what its line begins with, and what its labels end with. */
  piecesOf(labels: Labels): Pieces {
    const pairs = [...Object.entries(labels).map(toText), ...this.#last];
    const after = pairs.length === 0 ? '} ' : `,${pairs.join(',')}} `;
    return { after, alone: `${labelsText(pairs)} ` };
  }

  head(line: number, { after, alone }: Pieces): string {
    return (this.#lines[line] ?? '') + (this.#isOpened[line] === true ? after : alone);
  }
}

export interface Pieces {
  /** Behind other labels. */
  readonly after: string;
  /** Where no other label stands. */
  readonly alone: string;
}

function toText([name, value]: readonly [string, unknown]): string {
  return labelText(name, value);
}
