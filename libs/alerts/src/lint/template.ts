import type { Span } from './promql/tree.js';

/** One `{{ ... }}` of a Go template, and what it names. */
export interface Action {
  readonly at: Span;
  readonly keyword: string | undefined;
  readonly tokens: readonly Token[];
}

export interface Token {
  readonly kind: 'word' | 'variable' | 'field' | 'string' | 'other';
  readonly text: string;
  readonly at: Span;
}

export type Template =
  | { readonly ok: true; readonly actions: readonly Action[] }
  | { readonly ok: false; readonly at: Span; readonly problem: string };

const OPENERS = ['if', 'range', 'with', 'define', 'block'];
const KEYWORDS = [...OPENERS, 'else', 'end', 'template', 'break', 'continue'];
const TOKEN =
  /(?<string>"(?:\\.|[^"\\])*"|`[^`]*`|'(?:\\.|[^'\\])*')|(?<variable>\$\w*(?:\.\w+)*)|(?<field>\.\w+(?:\.\w+)*)|(?<word>[A-Za-z_]\w*)|(?<other>\d[\w.]*|\S)/g;

/** Takes a template apart as far as a linter needs to: its actions, and whether its blocks close. */
export function readTemplate(source: string): Template {
  const actions: Action[] = [];
  for (let from = source.indexOf('{{'); from >= 0; from = source.indexOf('{{', from)) {
    const to = closing(source, from + 2);
    if (to === undefined)
      return { ok: false, at: [from, from + 2], problem: '{{ is not closed by }}' };
    if (!source.startsWith('{{/*', from) && !source.startsWith('{{- /*', from)) {
      actions.push(actionAt(source, [from, to]));
    }
    from = to;
  }
  return balanced(actions) ?? { ok: true, actions };
}

/** The end of an action; `}}` within a string of it does not count. */
function closing(source: string, from: number): number | undefined {
  const pattern = /"(?:\\.|[^"\\\n])*"|`[^`]*`|\{\{|\}\}/g;
  pattern.lastIndex = from;
  for (let match = pattern.exec(source); match !== null; match = pattern.exec(source)) {
    if (match[0] === '}}') return match.index + 2;
    if (match[0] === '{{') return undefined;
  }
  return undefined;
}

function actionAt(source: string, [from, to]: Span): Action {
  const start = from + 2;
  const tokens = [...source.slice(start, to - 2).matchAll(TOKEN)].map((match): Token => {
    const at: Span = [start + match.index, start + match.index + match[0].length];
    return { kind: kindOf(match), text: match[0], at };
  });
  const first = tokens.find(({ text }) => text !== '-')?.text ?? '';
  return { at: [from, to], keyword: KEYWORDS.includes(first) ? first : undefined, tokens };
}

const KINDS = ['string', 'variable', 'field', 'word'] as const;

function kindOf({ groups = {} }: RegExpMatchArray): Token['kind'] {
  return KINDS.find((kind) => groups[kind] !== undefined) ?? 'other';
}

function balanced(actions: readonly Action[]): Template | undefined {
  const open: Action[] = [];
  for (const action of actions) {
    if (OPENERS.includes(action.keyword ?? '')) open.push(action);
    if (action.keyword === 'end' && open.pop() === undefined) {
      return { ok: false, at: action.at, problem: '{{ end }} closes nothing' };
    }
  }
  const left = open.at(-1);
  if (left === undefined) return undefined;
  return {
    ok: false,
    at: left.at,
    problem: `{{ ${left.keyword ?? ''} }} is not closed by {{ end }}`,
  };
}

export const isKeyword = (word: string): boolean => KEYWORDS.includes(word);
