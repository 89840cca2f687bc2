import { createHash } from 'node:crypto';

/** One entry in so many, the same ones every time, whatever comes and goes beside them. */
export function sample<T>(
  entries: readonly T[],
  { oneIn, nameOf }: { readonly oneIn: number; readonly nameOf: (entry: T) => string },
): readonly T[] {
  return entries.filter((entry) => {
    const hash = createHash('sha256').update(nameOf(entry)).digest();
    return hash.readUInt32BE() % oneIn === 0;
  });
}
