import type { Fault } from './finding.js';
import type { Expr } from './promql/tree.js';
import type { Subject, World } from './world.js';

/** One thing that can be wrong with a rule. Its id is the name of its file and of its section in the docs. */
export interface Check {
  readonly id: string;
  readonly find: (subject: Subject, world: World) => readonly Fault[];
}

/** A check of the expression, for rules whose expression can be read. */
export function ofExpression(
  find: (tree: Expr, world: World, subject: Subject) => readonly Fault[],
): Check['find'] {
  return (subject, world) => (subject.tree === undefined ? [] : find(subject.tree, world, subject));
}

/** A check of what surrounds the expression of an alert. */
export function ofAlert(find: (subject: Subject, world: World) => readonly Fault[]): Check['find'] {
  return (subject, world) => (subject.rule.kind === 'alert' ? find(subject, world) : []);
}
