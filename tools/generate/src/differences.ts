/** How the disk differs from what should be generated. */
export interface Difference {
  readonly path: string;
  readonly is: 'missing' | 'changed' | 'left over';
}

/**
 * Compares what should be there with what is. `onDisk` holds the text of every wanted file that exists and of
 * every file in the generated folder, wanted or not.
 */
export function differences(
  wanted: ReadonlyMap<string, string>,
  onDisk: ReadonlyMap<string, string>,
): readonly Difference[] {
  const wrong = [...wanted].flatMap(([path, text]): Difference[] => {
    const found = onDisk.get(path);
    if (found === undefined) return [{ path, is: 'missing' }];
    return found === text ? [] : [{ path, is: 'changed' }];
  });
  const extra = [...onDisk.keys()]
    .filter((path) => !wanted.has(path))
    .map((path): Difference => ({ path, is: 'left over' }));
  return [...wrong, ...extra].sort((a, b) => (a.path < b.path ? -1 : 1));
}
