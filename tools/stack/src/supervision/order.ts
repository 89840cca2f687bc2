interface Needy {
  readonly name: string;
  readonly needs: readonly string[];
}

/** Every part after all that it needs. A need that is not in the list, as when it cannot be had here, binds nobody. */
export function startOrder<P extends Needy>(parts: readonly P[]): P[] {
  const ordered: P[] = [];
  let waiting = [...parts];
  while (waiting.length > 0) {
    const blockers = new Set(waiting.map(({ name }) => name));
    const free = waiting.filter(({ needs }) => !needs.some((need) => blockers.has(need)));
    if (free.length === 0)
      throw new Error(`parts need each other in a circle: ${[...blockers].join(', ')}`);
    ordered.push(...free);
    waiting = waiting.filter((part) => !free.includes(part));
  }
  return ordered;
}
