import { DEPENDS_ON, type ComponentName } from '@aura/metrics';
import type { Subject } from './run-drill.js';

/**
 * Whether two drills would get in each other's way: both touch the real stack, one breaks what carries messages, or
 * an alert of one may silence or share a message with an alert of the other, as their components lean on each other.
 */
export function conflict(one: Subject, other: Subject): boolean {
  const subjects = [one, other];
  return (
    subjects.some(({ drill }) => drill.isAlone) ||
    subjects.every(({ drill }) => drill.cause.how === 'real') ||
    isRelated(componentOf(one), componentOf(other))
  );
}

/** An alert whose series name the component may be about any of them. */
function componentOf({ alert }: Subject): ComponentName | undefined {
  return alert.component === 'of the series' ? undefined : alert.component;
}

function isRelated(one: ComponentName | undefined, other: ComponentName | undefined): boolean {
  if (one === undefined || other === undefined) return true;
  return one === other || leansOn(one, other) || leansOn(other, one);
}

function leansOn(one: ComponentName, other: ComponentName): boolean {
  const needs: readonly ComponentName[] = DEPENDS_ON[one];
  return needs.includes(other) || needs.some((need) => leansOn(need, other));
}

/**
 * Runs all, each as soon as it is in nobody's way, in the order given; one that fails leaves the others running.
 * Results come in that order too.
 */
export async function inTurns<T>(
  subjects: readonly Subject[],
  run: (subject: Subject) => Promise<T>,
): Promise<readonly PromiseSettledResult<T>[]> {
  const running = new Map<Subject, Promise<T>>();
  const begun = new Map<Subject, Promise<T>>();
  let waiting = subjects;
  while (waiting.length > 0) {
    for (const subject of waiting) {
      if ([...running.keys()].some((other) => conflict(subject, other))) continue;
      const done = run(subject).finally(() => running.delete(subject));
      running.set(subject, done);
      begun.set(subject, done);
    }
    waiting = waiting.filter((subject) => !begun.has(subject));
    if (waiting.length > 0) await Promise.allSettled([Promise.race(running.values())]);
  }
  return Promise.allSettled(subjects.flatMap((subject) => begun.get(subject) ?? []));
}
