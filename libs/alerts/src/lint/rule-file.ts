import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { type At, faultsIn, type FileProblem, problem } from './file-problem.js';
import { Places } from './places.js';
import { fileShape, groupShape, type RuleShape, ruleShape } from './rule-shape.js';
import { refusals } from './rule-names.js';
import type { Words } from './shape-words.js';

/** A rule as it stands in its file. */
export interface Rule {
  readonly kind: 'alert' | 'record';
  readonly name: string;
  readonly group: string;
  readonly expr: string;
  readonly for: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Lines of the file, from 1, by field: '' is the rule itself, then `expr`, `annotations.summary`, ... */
  readonly lines: Readonly<Record<string, number>>;
}

export interface RuleFile {
  readonly file: string;
  /** Those that can be read; what is wrong with the others is among the problems. */
  readonly rules: readonly Rule[];
  /** Why Prometheus would refuse the file. */
  readonly problems: readonly FileProblem[];
}

/** Every text of an alert that Prometheus expands as a template, with the field it stands in. */
export function textsOf(rule: Rule): readonly { readonly field: string; readonly text: string }[] {
  return (['labels', 'annotations'] as const).flatMap((list) =>
    Object.entries(rule[list]).map(([key, text]) => ({ field: `${list}.${key}`, text })),
  );
}

/**
 * Reads the text of a rule file. What is no rule file comes back as problems, and so does each rule that is none,
 * beside those that are. Nothing is thrown.
 */
export function readRuleFile(file: string, source: string): RuleFile {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, merge: true });
  const [broken] = document.errors;
  if (broken !== undefined) return refused(file, yamlWords(broken), broken.linePos?.[0].line);
  const given = valueOf(document);
  if (!isRuleFile(given)) return refused(file, NO_RULE_FILE);
  const where = new Places(document, lines);
  const groups = listOf(given, 'groups').map((group, i) =>
    groupOf(group, { path: ['groups', i], where }),
  );
  const own = faultsIn(fileShape, given, { path: [], where, group: '', rule: '' });
  const twins = twinFaults(
    listOf(given, 'groups').map((group) => nameOf(group, ['name'])),
    where,
  );
  return {
    file,
    rules: groups.flatMap(({ rules }) => rules),
    problems: [...own, ...twins, ...groups.flatMap(({ problems }) => problems)],
  };
}

function twinFaults(names: readonly string[], where: Places): readonly FileProblem[] {
  return names.flatMap((name, i) => {
    const earlier = names.indexOf(name);
    if (name === '' || earlier === i) return [];
    const first = where.line(['groups', earlier]);
    const words: Words = {
      summary: `a group at line ${String(first)} has this name too, and Prometheus refuses the whole file`,
      remedy: 'rename one, or move its rules into the other',
    };
    return [problem(words, { path: ['groups', i, 'name'], where, group: name, rule: '' })];
  });
}

const NO_RULE_FILE: Words = {
  summary: 'this is no rule file: it has no groups',
  remedy:
    'start with "groups:", a list of {name, rules}; a prometheus.yml or a test of rules is not meant',
};

function refused(file: string, words: Words, line = 1): RuleFile {
  return { file, rules: [], problems: [{ ...words, line, group: '', rule: '' }] };
}

function yamlWords({ code, message }: { readonly code: string; readonly message: string }): Words {
  if (code === 'MULTIPLE_DOCS') {
    return {
      summary: 'a second document begins here, which Prometheus does not read',
      remedy: 'remove the "---", and write all groups below one "groups:"',
    };
  }
  const [what = message] = message.split(/ at line \d+|\n/);
  return {
    summary: `this is not YAML: ${what}`,
    remedy: 'mind indentation, and put quotes around a text that holds ": " or starts with {',
  };
}

/** An alias that stands for too much, or for itself, is refused by the library with an exception. */
function valueOf(document: Document): unknown {
  try {
    // Prometheus takes a file without a word for one without a rule.
    return document.contents === null ? {} : (document.toJS() ?? {});
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function isRuleFile(given: unknown): given is Readonly<Record<string, unknown>> {
  const names = Object.keys(fields.safeParse(given).data ?? { 'no field': 0 });
  return names.length === 0 || names.includes('groups');
}

interface Part {
  readonly rules: readonly Rule[];
  readonly problems: readonly FileProblem[];
}

/** Prometheus passes over what is empty in a list. */
function groupOf(given: unknown, { path, where }: At): Part {
  if (given === null) return { rules: [], problems: [] };
  const group = groupShape.safeParse(given).data;
  const name = group?.name ?? nameOf(given, ['name']);
  const rules = listOf(given, 'rules').map((rule, i) =>
    ruleOf(rule, {
      path: [...path, 'rules', i],
      where,
      group: { name, labels: group?.labels ?? {} },
    }),
  );
  const own = faultsIn(groupShape, given, { path, where, group: name, rule: '' });
  return {
    rules: rules.flatMap((part) => part.rules),
    problems: [...own, ...rules.flatMap(({ problems }) => problems)],
  };
}

interface InGroup extends At {
  readonly group: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
}

function ruleOf(given: unknown, { path, where, group }: InGroup): Part {
  if (given === null) return { rules: [], problems: [] };
  const named = { path, where, group: group.name, rule: nameOf(given, ['alert', 'record']) };
  const read = ruleShape.safeParse(given).data;
  if (read === undefined) return { rules: [], problems: faultsIn(ruleShape, given, named) };
  const kind = kindOf(read);
  if (typeof kind !== 'string') return { rules: [], problems: [problem(kind, named)] };
  const rule: Rule = {
    kind,
    name: named.rule,
    group: group.name,
    expr: read.expr,
    for: read.for ?? undefined,
    labels: { ...group.labels, ...read.labels },
    annotations: read.annotations ?? {},
    lines: where.ofFields(path),
  };
  return {
    rules: [rule],
    problems: refusals(read).map(({ words, field }) => problem(words, named, field)),
  };
}

function kindOf({ alert, record }: RuleShape): Rule['kind'] | Words {
  if (!alert && !record) {
    const remedy = 'write alert and its name, or record and the name of the series';
    return { summary: 'it has neither alert nor record', remedy };
  }
  if (alert && record) {
    return { summary: 'it has alert and record', remedy: 'make two rules of it' };
  }
  return alert ? 'alert' : 'record';
}

const fields = z.record(z.string(), z.unknown());

function listOf(given: unknown, field: string): readonly unknown[] {
  const list = fields.safeParse(given).data?.[field];
  return Array.isArray(list) ? list : [];
}

/** For the report; a rule that cannot be read may well have a name. */
function nameOf(given: unknown, names: readonly string[]): string {
  const texts = names.map((name) => fields.safeParse(given).data?.[name]);
  return texts.find((text) => typeof text === 'string' && text !== '')?.toString() ?? '';
}
