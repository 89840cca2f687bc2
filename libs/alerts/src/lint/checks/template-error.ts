import type { Fault } from '../finding.js';
import { type Check, ofAlert } from '../check.js';
import { nearest } from '../nearest.js';
import { textsOf } from '../rule-file.js';
import { type Action, isKeyword, readTemplate, type Token } from '../template.js';

/** https://prometheus.io/docs/prometheus/latest/configuration/template_reference/ and Go's text/template. */
const FUNCTIONS: readonly string[] = [
  ...['query', 'first', 'label', 'value', 'strvalue', 'sortByLabel'],
  ...['humanize', 'humanize1024', 'humanizeDuration', 'humanizePercentage', 'humanizeTimestamp'],
  ...['toTime', 'parseDuration', 'title', 'toUpper', 'toLower', 'match', 'reReplaceAll'],
  ...['graphLink', 'tableLink', 'stripPort', 'stripDomain', 'externalURL', 'pathPrefix'],
  ...['args', 'tmpl', 'safeHtml', 'now', 'toDuration', 'urlQueryEscape'],
  ...['and', 'or', 'not', 'len', 'index', 'slice', 'print', 'printf', 'println', 'call'],
  ...['html', 'js', 'urlquery', 'eq', 'ne', 'lt', 'le', 'gt', 'ge'],
];
const CONSTANTS: readonly string[] = ['true', 'false', 'nil'];
const VARIABLES: readonly string[] = ['$labels', '$value', '$externalLabels', '$externalURL'];

export const templateError = {
  id: 'template-error',
  find: ofAlert(({ rule }) =>
    textsOf(rule).flatMap(({ field, text }) =>
      faultsOf(text).map((fault): Fault => ({ severity: 'error', field, ...fault })),
    ),
  ),
} as const satisfies Check;

type Found = Pick<Fault, 'summary' | 'remedy' | 'at'>;

function faultsOf(text: string): readonly Found[] {
  const template = readTemplate(text);
  if (!template.ok) {
    const remedy = 'close it; a text that does not expand reaches nobody as it was meant';
    return [{ at: template.at, summary: template.problem, remedy }];
  }
  const declared = new Set(template.actions.flatMap(declarations));
  return template.actions.flatMap(({ tokens }) =>
    tokens.flatMap((token) => wordFault(token) ?? variableFault(token, declared) ?? []),
  );
}

/** `$x := ...`, and `$i, $x := range ...`. */
function declarations({ tokens }: Action): readonly string[] {
  const assigns = tokens.findIndex(({ text }, i) => text === ':' && tokens[i + 1]?.text === '=');
  return tokens.slice(0, Math.max(assigns, 0)).map(({ text }) => text);
}

function wordFault({ kind, text, at }: Token): Found | undefined {
  if (kind !== 'word' || FUNCTIONS.includes(text)) return undefined;
  if (isKeyword(text) || CONSTANTS.includes(text)) return undefined;
  const right = nearest(text, FUNCTIONS);
  return {
    at,
    summary: `templates have no function ${text}: the text does not expand`,
    remedy:
      right === undefined ? 'humanize, humanizePercentage and printf are there' : `write ${right}`,
  };
}

function variableFault(
  { kind, text, at }: Token,
  declared: ReadonlySet<string>,
): Found | undefined {
  const [name = ''] = text.split('.');
  if (kind !== 'variable' || name === '$' || VARIABLES.includes(name) || declared.has(name)) {
    return undefined;
  }
  const right = nearest(name, VARIABLES) ?? '$labels or $value';
  return {
    at,
    summary: `templates have no variable ${name}: the text does not expand`,
    remedy: `write ${right}`,
  };
}
