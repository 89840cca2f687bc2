import { CHECKS } from './checks/index.js';
import type { Fault, Finding } from './finding.js';
import type { Knowledge } from './knowledge.js';
import type { Rule, RuleFile } from './rule-file.js';
import { worldOf } from './world.js';

/**
 * Holds every rule of the files against every check. The files are read as one: a recording of one may be
 * used, and an alert of one may guard the absence that another is blind to, in any of them.
 */
export function lintRules(files: readonly RuleFile[], knowledge: Knowledge): readonly Finding[] {
  const world = worldOf(files, knowledge);
  const found = world.subjects.flatMap((subject) =>
    CHECKS.flatMap(({ id, find }) =>
      find(subject, world).map((fault) => placed(fault, { check: id, ...subject })),
    ),
  );
  return [...files.flatMap(fileFindings), ...found].sort(byPlace(files));
}

function fileFindings({ file, problems }: RuleFile): readonly Finding[] {
  return problems.map((problem) => ({
    check: 'rule-file',
    severity: 'error',
    file,
    field: '',
    text: '',
    ...problem,
  }));
}

function placed(
  fault: Fault,
  { check, file, rule }: Pick<Finding, 'check' | 'file'> & { readonly rule: Rule },
): Finding {
  const field = fault.field ?? 'expr';
  const text = textOf(rule, field);
  const above = text.slice(0, fault.at?.[0] ?? 0).split('\n').length - 1;
  const line = (rule.lines[field] ?? rule.lines[''] ?? 1) + above;
  return { ...fault, check, file, group: rule.group, rule: rule.name, line, field, text };
}

function textOf(rule: Rule, field: string): string {
  if (field === 'expr') return rule.expr;
  const [list, key = ''] = field.split(/\.(.*)/s);
  if (list === 'labels') return rule.labels[key] ?? '';
  return list === 'annotations' ? (rule.annotations[key] ?? '') : '';
}

function byPlace(files: readonly RuleFile[]): (a: Finding, b: Finding) => number {
  const order = new Map(files.map(({ file }, i) => [file, i]));
  const place = ({ file, line, at = [0, 0] }: Finding): readonly number[] => [
    order.get(file) ?? 0,
    line,
    at[0],
  ];
  return (a, b) => {
    const others = place(b);
    const difference = place(a)
      .map((number, i) => number - (others[i] ?? 0))
      .find((steps) => steps !== 0);
    return difference ?? a.check.localeCompare(b.check);
  };
}
