import type { Span } from './tree.js';

export interface Slip {
  readonly at: Span;
  readonly problem: string;
  readonly remedy: string;
}

/**
 * What other languages write and PromQL does not, where its grammar gives up. `code` is the expression with its
 * strings masked by `_`, of the same length.
 */
export function slipAt(source: string, code: string, from: number): Slip | undefined {
  const isInBraces = code.lastIndexOf('{', from - 1) > code.lastIndexOf('}', from - 1);
  const operator = operatorAround(code, from);
  const right = (isInBraces ? MATCHING : COMPARING)[source.slice(...operator)];
  if (right !== undefined) {
    const problem = `${source.slice(...operator)} is no operator here`;
    return { at: operator, problem, remedy: `write ${right}` };
  }
  return isInBraces ? matcherSlip(source, code, from) : undefined;
}

const COMPARING: Readonly<Record<string, string>> = {
  ...{ '=>': '>=', '=<': '<=', '<>': '!=', '=': '==', '===': '==', '!==': '!=' },
  ...{ '&&': 'and', '||': 'or' },
};
const MATCHING: Readonly<Record<string, string>> = { '==': '=', ':': '=', '!==': '!=', '~=': '=~' };

/** The signs that stand together about a place. */
function operatorAround(code: string, from: number): Span {
  const [before = ''] = /[=<>!&|~:]*$/.exec(code.slice(0, from)) ?? [];
  const [after = ''] = /^[=<>!&|~:]*/.exec(code.slice(from)) ?? [];
  return [from - before.length, from + after.length];
}

function matcherSlip(source: string, code: string, from: number): Slip | undefined {
  const before = code.slice(0, from).trimEnd();
  if (/(=|!=|=~|!~)$/.test(before)) {
    const [value = ''] = /^[^\s,{}"'`]+/.exec(source.slice(from)) ?? [];
    const text = value.replaceAll(/[“”‘’]/g, '');
    const problem = 'the value of a label stands in plain quotes';
    return value === ''
      ? undefined
      : { at: [from, from + value.length], problem, remedy: `write "${text}"` };
  }
  const isNext =
    /^\w+\s*[=!]/.test(code.slice(from)) && /["'`]$/.test(source.slice(0, from).trimEnd());
  const problem = 'one matcher follows the other without a comma';
  return isNext ? { at: [from, from + 1], problem, remedy: 'write a comma before it' } : undefined;
}
