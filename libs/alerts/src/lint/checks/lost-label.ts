import type { Fault } from '../finding.js';
import type { Check } from '../check.js';
import { nearest, oneOf } from '../nearest.js';
import { alternatives, type LabelSet, labelsOf } from '../promql/labels.js';
import { type Action, readTemplate, type Token } from '../template.js';
import type { Span } from '../promql/tree.js';
import { type Rule, textsOf } from '../rule-file.js';

export const lostLabel = {
  id: 'lost-label',
  find: ({ rule, tree }, world) => {
    if (tree === undefined || rule.kind === 'record') return [];
    const ways = alternatives(tree).map((way) => labelsOf(way, world.series));
    return textsOf(rule).flatMap(({ field, text }) =>
      usedLabels(text).flatMap((used) => faultsOf({ ...used, field }, ways, rule)),
    );
  },
} as const satisfies Check;

interface Used {
  readonly label: string;
  readonly at: Span;
  /** The text asks whether the label is there before it prints it. */
  readonly isGuarded: boolean;
}

function faultsOf(
  used: Used & { readonly field: string },
  ways: readonly LabelSet[],
  rule: Rule,
): readonly Fault[] {
  const { label, at, field, isGuarded } = used;
  const without = ways.filter(({ names, isComplete }) => isComplete && !names.has(label));
  if (without.length === 0 || label === '__name__') return [];
  const isNowhere = without.length === ways.length;
  if (!isNowhere && isGuarded) return [];
  return [
    {
      severity: isNowhere ? 'error' : 'warning',
      field,
      at,
      summary: isNowhere
        ? `the expression keeps no label ${label}: the text has a hole there`
        : `one side of "or" keeps no label ${label}: the text has a hole when that side fires`,
      remedy: remedy(label, rule, new Set(ways.flatMap(({ names }) => [...names]))),
    },
  ];
}

function remedy(label: string, rule: Rule, kept: ReadonlySet<string>): string {
  const own = rule.labels[label];
  if (own !== undefined) return `$labels holds none of the rule's own labels: write "${own}" out`;
  const right = nearest(label, kept);
  if (right !== undefined && right !== label) return `write $labels.${right}`;
  const others = kept.size === 0 ? '' : `, or name ${oneOf([...kept])}`;
  return `keep it, as in sum by (${label}) (…)${kept.has(label) ? ', on every side' : others}`;
}

function usedLabels(text: string): readonly Used[] {
  const template = readTemplate(text);
  if (!template.ok) return [];
  const guarded = new Set(
    template.actions
      .filter(({ keyword }) => keyword === 'if' || keyword === 'with')
      .flatMap(labelsIn),
  );
  return template.actions.flatMap((action) =>
    action.tokens.flatMap((token, i) => {
      const label = labelAt(token, i, action);
      return label === undefined ? [] : [{ label, at: token.at, isGuarded: guarded.has(label) }];
    }),
  );
}

function labelsIn(action: Action): readonly string[] {
  return action.tokens.flatMap((token, i) => labelAt(token, i, action) ?? []);
}

/** `$labels.x`, or the string of `index $labels "x"`. */
function labelAt(token: Token, i: number, { tokens }: Action): string | undefined {
  const [root, label] = token.text.split('.');
  if (token.kind === 'variable' && root === '$labels') return label;
  const isIndexed = token.kind === 'string' && tokens[i - 1]?.text === '$labels';
  return isIndexed && tokens[i - 2]?.text === 'index' ? token.text.slice(1, -1) : undefined;
}
