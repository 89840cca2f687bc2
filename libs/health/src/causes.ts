import { STATES, type Dependencies, type State } from './probe.js';

/**
 * For each component that is not healthy, the root causes it follows from. A dependency explains a state when
 * its own is as bad or worse: a slow database explains a slow application, but not a dead one.
 */
export function causesOf<C extends string>(
  states: ReadonlyMap<C, State>,
  dependsOn: Dependencies<C>,
): ReadonlyMap<C, readonly C[]> {
  const severity = (component: C): number => STATES.indexOf(states.get(component) ?? 'healthy');
  const explanations = (component: C): C[] =>
    severity(component) === 0
      ? []
      : leansOn(component, dependsOn).filter((other) => severity(other) >= severity(component));
  return new Map(
    [...states.keys()].map((component) => [
      component,
      explanations(component).filter((other) => explanations(other).length === 0),
    ]),
  );
}

/** Everything that the component leans on, directly or through others. */
export function leansOn<C extends string>(component: C, dependsOn: Dependencies<C>): C[] {
  const found = new Set<C>();
  const waiting: C[] = [...(dependsOn[component] ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...(dependsOn[next] ?? []));
  }
  return [...found];
}

/** The components that lean on themselves through others: in such a circle nothing is the root cause. */
export function circular<C extends string>(dependsOn: Dependencies<C>): C[] {
  const components = Object.keys(dependsOn) as C[]; // the keys of a record are its key type
  return components.filter((component) => leansOn(component, dependsOn).includes(component));
}
