/** Acts on every entry, `width` at a time, and answers in their order. */
export async function inParallel<T, R>(
  entries: readonly T[],
  width: number,
  act: (entry: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Map<number, R>();
  const waiting = entries.entries();
  const worker = async (): Promise<void> => {
    for (const [index, entry] of waiting) results.set(index, await act(entry));
  };
  await Promise.all(Array.from({ length: width }, worker));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
