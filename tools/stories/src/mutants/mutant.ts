import { durationSeconds, everyNode, readPromql } from '@aura/alerts';
import { nameOf, type Rule } from '../rule-files.js';
import { changesTo } from './changes.js';

/** A rule with one thing in it changed. */
export interface Mutant {
  /** The name of the rule. */
  readonly of: string;
  /** What was changed, once only among the mutants of a rule. */
  readonly change: string;
  readonly rule: Rule;
}

/** Every mutant of a rule, in a fixed order. */
export function mutantsOf(rule: Rule): readonly Mutant[] {
  const forms: readonly Form[] = [
    ...expressionForms(rule),
    ...pendingForms(rule),
    ...heldForms(rule),
    ...labelForms(rule),
    ...textForms(rule),
  ];
  const seen = new Map<string, number>();
  return forms.map(({ change, ...changed }) => {
    const times = (seen.get(change) ?? 0) + 1;
    seen.set(change, times);
    return {
      of: nameOf(rule),
      change: times === 1 ? change : `${change} (${String(times)})`,
      rule: changed.rule,
    };
  });
}

type Form = Omit<Mutant, 'of'>;

function expressionForms(rule: Rule): readonly Form[] {
  const { expr } = rule;
  const read = readPromql(expr);
  if (!read.ok) throw new Error(`a shipped expression cannot be read: ${read.fault.problem}`);
  return everyNode(read.tree)
    .flatMap((node) => changesTo(node, expr))
    .map(({ at: [from, to], to: other, words = `${expr.slice(from, to)} -> ${other}` }) => ({
      change: words,
      rule: { ...rule, expr: expr.slice(0, from) + other + expr.slice(to) },
    }));
}

/** An alert that waits for nothing waits a minute. */
function pendingForms(rule: Rule): readonly Form[] {
  if (rule.alert === undefined) return [];
  const seconds = durationSeconds(rule.for ?? '0s') ?? 0;
  const changed = seconds === 0 ? [60] : [seconds / 2, seconds * 2];
  return changed.map((other) => ({
    change: `for: ${rule.for ?? '0s'} -> ${String(other)}s`,
    rule: { ...rule, for: `${String(other)}s` },
  }));
}

/** What is held is held half as long, twice as long or not at all; what is not is held for a while. */
function heldForms(rule: Rule): readonly Form[] {
  if (rule.alert === undefined) return [];
  const { keep_firing_for: held, ...dropped } = rule;
  if (held === undefined) {
    const pending = durationSeconds(rule.for ?? '0s') ?? 0;
    return [holding(rule, Math.max(300, pending))];
  }
  const seconds = durationSeconds(held) ?? 0;
  return [
    { change: 'keep_firing_for dropped', rule: dropped },
    holding(rule, seconds / 2),
    holding(rule, seconds * 2),
  ];
}

function holding(rule: Rule, seconds: number): Form {
  const held = `${String(seconds)}s`;
  return { change: `keep_firing_for: ${held}`, rule: { ...rule, keep_firing_for: held } };
}

function labelForms(rule: Rule): readonly Form[] {
  return Object.keys(rule.labels ?? {}).flatMap((label) => {
    const others = Object.entries(rule.labels ?? {}).filter(([name]) => name !== label);
    return [
      {
        change: `label ${label} dropped`,
        rule: { ...rule, labels: Object.fromEntries(others) },
      },
      {
        change: `label ${label} changed`,
        rule: { ...rule, labels: { ...rule.labels, [label]: 'another' } },
      },
    ];
  });
}

/** Each `{{ … }}` of a text left out. */
function textForms(rule: Rule): readonly Form[] {
  return Object.entries(rule.annotations ?? {}).flatMap(([name, text]) =>
    [...text.matchAll(/\{\{.*?\}\}/g)].map(({ 0: placeholder, index }) => ({
      change: `${name}: ${placeholder} dropped`,
      rule: {
        ...rule,
        annotations: {
          ...rule.annotations,
          [name]: text.slice(0, index) + text.slice(index + placeholder.length),
        },
      },
    })),
  );
}
