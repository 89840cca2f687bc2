import { METRIC_NAME } from '@aura/metrics';
import { isFit, type Exemplar } from './exemplar.js';
import { FAMILY_TYPES, type FamilyType, type Label, type Sample } from './family.js';
import { quoted, Unexpected } from './fault.js';

/** What one line of the text says; the labels of a sample in the order of the text. */
export type Line =
  | { readonly is: 'nothing' }
  | { readonly is: 'help'; readonly name: string; readonly help: string }
  | { readonly is: 'type'; readonly name: string; readonly type: FamilyType }
  | { readonly is: 'sample'; readonly sample: Sample }
  /** Of the sample on the line before. */
  | { readonly is: 'exemplar'; readonly exemplar: Exemplar };

const NOTHING: Line = { is: 'nothing' };

/**
 * Reads one line, without its line feed. It takes what the Pushgateway's own parser takes, down to blanks
 * and the spelling of numbers: https://prometheus.io/docs/instrumenting/exposition_formats/
 * @throws Unexpected
 */
export function readLine(text: string, line: number): Line {
  const content = text.replace(/^[ \t]+/, '');
  if (content === '') return NOTHING;
  if (content.startsWith(EXEMPLAR)) return readExemplar(content, line);
  if (content.startsWith('#')) return readComment(content, line);
  return { is: 'sample', sample: readSample(content, line) };
}

/** As `exemplarComment` writes it; whatever else it may be is a comment. */
const EXEMPLAR = '# EXEMPLAR {';

function readExemplar(text: string, line: number): Line {
  try {
    const { labels, end } = readLabels(text, EXEMPLAR.length, line);
    const [value = NaN, timestamp = Infinity] = text.slice(end).split(' ').map(numberOf);
    const exemplar = { labels, value, timestamp };
    return isFit(exemplar) ? { is: 'exemplar', exemplar } : NOTHING;
  } catch (error) {
    if (error instanceof Unexpected) return NOTHING;
    throw error;
  }
}

const COMMENT = /^#[ \t]*(HELP|TYPE)[ \t]+([^ \t]+)[ \t]+([^]*)$/;

/** HELP and TYPE lines that say nothing of a metric are comments like any other. */
function readComment(text: string, line: number): Line {
  const [, keyword, name = '', rest = ''] = COMMENT.exec(text) ?? [];
  if (keyword === undefined || rest === '') return NOTHING;
  if (!METRIC_NAME.test(name)) {
    throw new Unexpected({ line, found: quoted(name), expected: `a metric name after ${keyword}` });
  }
  return keyword === 'HELP'
    ? { is: 'help', name, help: unescaped(rest, line, HELP_ESCAPES) }
    : { is: 'type', name, type: readType(rest, line) };
}

const TYPE = /^([^ \t]*)[ \t]*$/;

function readType(text: string, line: number): FamilyType {
  const found = TYPE.exec(text)?.[1] ?? text;
  const type = FAMILY_TYPES.find((known) => known === found.toLowerCase());
  if (type !== undefined) return type;
  throw new Unexpected({
    line,
    found: quoted(found),
    expected: `one of ${FAMILY_TYPES.join(', ')}`,
  });
}

const NAME_AHEAD = /([a-zA-Z_:][a-zA-Z0-9_:]*)[ \t]*/y;
const OPENING = /\{[ \t]*/y;
const CLOSING = /\}[ \t]*/y;

function readSample(text: string, line: number): Sample {
  const name = match(NAME_AHEAD, text, 0);
  if (name === undefined) {
    throw new Unexpected({ line, found: quoted(text), expected: 'a metric name or a comment' });
  }
  const opening = match(OPENING, text, name.end);
  const { labels, end } =
    opening === undefined ? { labels: [], end: name.end } : readLabels(text, opening.end, line);
  return { name: name.first, labels, value: readValue(text.slice(end), line) };
}

const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"([^"\\]*(?:\\.[^"\\]*)*)"[ \t]*/y;
const COMMA = /,[ \t]*/y;

function readLabels(
  text: string,
  start: number,
  line: number,
): { readonly labels: readonly Label[]; readonly end: number } {
  const labels = new Map<string, string>();
  for (let at = start, isOpen = true; ;) {
    const closing = match(CLOSING, text, at);
    if (closing !== undefined) return { labels: [...labels], end: closing.end };
    const label = isOpen ? match(LABEL, text, at) : undefined;
    if (label === undefined) throw new Unexpected({ line, ...misfit(text.slice(at), isOpen) });
    refuseName(label.first, labels, line);
    labels.set(label.first, unescaped(label.second, line, VALUE_ESCAPES));
    const comma = match(COMMA, text, label.end);
    isOpen = comma !== undefined;
    at = comma?.end ?? label.end;
  }
}

function misfit(rest: string, isOpen: boolean): { found: string; expected: string } {
  if (!isOpen) return { found: quoted(rest), expected: 'a comma or } after a label' };
  return { found: quoted(rest), expected: 'a label like name="value", or }' };
}

function refuseName(name: string, before: ReadonlyMap<string, string>, line: number): void {
  if (name === '__name__') {
    throw new Unexpected({ line, found: 'label __name__', expected: 'the name before the labels' });
  }
  if (before.has(name)) {
    throw new Unexpected({ line, found: `label ${name} twice`, expected: 'each label once' });
  }
}

function readValue(text: string, line: number): number {
  const [value = '', timestamp, ...more] = text.split(/[ \t]+/).filter((part) => part !== '');
  const number = numberOf(value);
  if (number === undefined) {
    throw new Unexpected({ line, found: quoted(value), expected: 'a number' });
  }
  if (more.length > 0) {
    throw new Unexpected({ line, found: quoted(more.join(' ')), expected: 'the end of the line' });
  }
  if (timestamp !== undefined) {
    const expected = 'no timestamp: Prometheus sets the time when it scrapes';
    throw new Unexpected({ line, found: quoted(timestamp), expected });
  }
  return number;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INFINITE = /^[+-]?inf(?:inity)?$/i;

/** A number as Go spells it; undefined for anything else, or for one that a double cannot hold. */
export function numberOf(text: string): number | undefined {
  if (DECIMAL.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return text.toLowerCase() === 'nan' ? NaN : undefined;
}

const HELP_ESCAPES = { '\\\\': '\\', '\\n': '\n' } as const;
const VALUE_ESCAPES = { ...HELP_ESCAPES, '\\"': '"' } as const;

function unescaped(text: string, line: number, escapes: Readonly<Record<string, string>>): string {
  let plain = '';
  let from = 0;
  for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', from)) {
    const escape = text.slice(at, at + 2);
    const character = escapes[escape];
    if (character === undefined) {
      const expected = `one of the escapes ${Object.keys(escapes).join(' ')}`;
      throw new Unexpected({ line, found: escape, expected });
    }
    plain += text.slice(from, at) + character;
    from = at + 2;
  }
  return plain + text.slice(from);
}

interface Match {
  readonly first: string;
  readonly second: string;
  readonly end: number;
}

/** A sticky expression's match at exactly this place. */
function match(expression: RegExp, text: string, at: number): Match | undefined {
  expression.lastIndex = at;
  const found = expression.exec(text);
  if (found === null) return undefined;
  return { first: found[1] ?? '', second: found[2] ?? '', end: expression.lastIndex };
}
