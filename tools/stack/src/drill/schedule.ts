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

/** Runs all, each as soon as it is in nobody's way, in the order given. Results come in that order too. */
export async function inTurns<T>(
  subjects: readonly Subject[],
  run: (subject: Subject) => Promise<T>,
): Promise<readonly T[]> {
  const results = new Map<Subject, T>();
  const running = new Map<Subject, Promise<void>>();
  let waiting = [...subjects];
  while (waiting.length > 0 || running.size > 0) {
    for (const subject of waiting) {
      if ([...running.keys()].some((other) => conflict(subject, other))) continue;
      const done = run(subject).then((result) => {
        results.set(subject, result);
        running.delete(subject);
      });
      running.set(subject, done);
    }
    waiting = waiting.filter((subject) => !running.has(subject) && !results.has(subject));
    await Promise.race(running.values());
  }
  return subjects.flatMap((subject) => results.get(subject) ?? []);
}
