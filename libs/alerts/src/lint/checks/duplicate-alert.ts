import { type Check, ofAlert } from '../check.js';
import type { Rule } from '../rule-file.js';

export const duplicateAlert = {
  id: 'duplicate-alert',
  find: ofAlert((subject, { subjects }) => {
    const { rule } = subject;
    const others = subjects.slice(0, subjects.indexOf(subject));
    const earlier = others.find((other) => other.rule.kind === 'alert' && isTwin(other.rule, rule));
    if (earlier === undefined) return [];
    const place = `${earlier.file}:${String(earlier.rule.lines[''] ?? 1)}`;
    const isSame = earlier.rule.expr === rule.expr;
    return [
      {
        severity: 'error',
        field: '',
        summary: `${place} has the same name and labels: where one resolves, the other's message ends too`,
        remedy: isSame
          ? 'remove one of them'
          : 'rename one, or give it a label of its own such as severity',
      },
    ];
  }),
} as const satisfies Check;

function isTwin(one: Rule, other: Rule): boolean {
  const names = new Set([...Object.keys(one.labels), ...Object.keys(other.labels)]);
  return (
    one.name === other.name && [...names].every((name) => one.labels[name] === other.labels[name])
  );
}
