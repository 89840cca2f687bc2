import { closest } from 'fastest-levenshtein';
import type { parser } from '@prometheus-io/lezer-promql';
import { AGGREGATIONS, FUNCTIONS } from './functions.js';
import { slipAt } from './slip.js';
import type { Span } from './tree.js';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** What stands in the way of reading an expression. */
export interface SyntaxFault {
  readonly at: Span;
  readonly problem: string;
  readonly remedy: string;
}

/** Nothing that a person writes nests so deep; walking deeper could exhaust the stack. */
const DEEPEST = 200;

/** The first place where the text is no PromQL, with the best word for it that can be had. */
export function firstFault(top: SyntaxNode, source: string): SyntaxFault | undefined {
  let fault: SyntaxFault | undefined;
  let depth = 0;
  top.cursor().iterate(
    (node) => {
      depth += 1;
      fault ??= faultAt(node.node, { source, depth });
      return fault === undefined;
    },
    () => {
      depth -= 1;
    },
  );
  return fault;
}

function faultAt(
  node: SyntaxNode,
  { source, depth }: { readonly source: string; readonly depth: number },
): SyntaxFault | undefined {
  const at = spanOf(node);
  if (depth > DEEPEST) {
    return { at, problem: 'it nests too deep to be read', remedy: 'record a part of it' };
  }
  if (node.type.isError) {
    return unknownFunction(source) ?? openBracket(source, node) ?? unreadable(source, at);
  }
  if (node.name === 'StringLiteral' && !isClosed(source.slice(...at))) {
    return {
      at,
      problem: 'the string is not closed',
      remedy: 'end it with the quote it began with',
    };
  }
  return undefined;
}

function unreadable(source: string, [from, to]: Span): SyntaxFault {
  const slip = slipAt(source, withoutStrings(source), from);
  if (slip !== undefined) return slip;
  const rest = source.slice(from, from + 20).trim();
  const problem = rest === '' ? 'it ends too early' : `it cannot be read from "${rest}" on`;
  const remedy =
    rest === ''
      ? 'write what is missing at its end'
      : 'look for a missing operator, comma or bracket before it';
  return { at: [from, Math.max(to, from + 1)], problem, remedy };
}

const KEYWORDS = ['by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'bool', 'offset'];
const OPERATORS = ['and', 'or', 'unless', 'atan2', 'fill', 'fill_left', 'fill_right'];
const CALLABLE = [...Object.keys(FUNCTIONS), ...AGGREGATIONS];
const BEFORE_BRACKET = new Set([...CALLABLE, ...KEYWORDS, ...OPERATORS, 'start', 'end', 'min_of']);

/** A misspelt function breaks the grammar far from where the mistake is, so it is looked for by itself. */
function unknownFunction(source: string): SyntaxFault | undefined {
  const code = withoutStrings(source);
  for (const match of code.matchAll(/(?<![\w:])[a-z]\w*(?=\s*\()/gi)) {
    const [name] = match;
    if (BEFORE_BRACKET.has(name.toLowerCase())) continue;
    return {
      at: [match.index, match.index + name.length],
      problem: `${name} is no function of PromQL`,
      remedy: `write ${closest(name, CALLABLE)}`,
    };
  }
  return undefined;
}

/** The bracket that is still open where the text ends: the end itself is no help to anybody. */
function openBracket(source: string, { from }: SyntaxNode): SyntaxFault | undefined {
  if (source.slice(from).trim() !== '') return undefined;
  const open: number[] = [];
  for (const { 0: bracket, index } of withoutStrings(source).matchAll(/[()[\]{}]/g)) {
    if ('([{'.includes(bracket)) open.push(index);
    else open.pop();
  }
  const start = open.at(-1);
  if (start === undefined) return undefined;
  const closing = { '(': ')', '[': ']', '{': '}' }[source.charAt(start)] ?? ')';
  const problem = 'this bracket is not closed';
  return { at: [start, start + 1], problem, remedy: `write ${closing} where it ends` };
}

function withoutStrings(source: string): string {
  const strings = /"(\\.|[^"\\])*"|'(\\.|[^'\\])*'|`[^`]*`/g;
  return source.replaceAll(strings, (text) => '_'.repeat(text.length));
}

function isClosed(text: string): boolean {
  const quote = text.charAt(0);
  if (text.length < 2 || !text.endsWith(quote)) return false;
  return quote === '`' || !/(?<!\\)(\\\\)*\\$/.test(text.slice(1, -1));
}

function spanOf({ from, to }: SyntaxNode): Span {
  return [from, to];
}
