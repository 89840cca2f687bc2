/** Text that is safe to stand in a document as it is. Only `html` makes it. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand between the literal parts; undefined writes nothing. */
export type Part = Html | string | number | undefined | readonly Part[];

/**
 * A piece of a document. All that is put in is escaped, in text and in quoted attributes alike, unless it came from
 * here itself. Attributes are always quoted, and nothing is ever put into a script, a style or the name of a tag.
 */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const written = literals.map((literal, i) => literal + textOf(parts[i]));
  return new Html(written.join(''));
}

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return escaped(String(part));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** As much of a text as a page has room for; what a stranger pushed may be megabytes long. */
export function cut(text: string, most = 200): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
