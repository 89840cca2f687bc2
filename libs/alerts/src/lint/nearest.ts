import { distance } from 'fastest-levenshtein';

/** The right name that a person most likely meant, or nothing when none is near. */
export function nearest(written: string, names: Iterable<string>): string | undefined {
  const farthest = Math.max(2, Math.floor(written.length / 4));
  let found: string | undefined;
  let least = farthest + 1;
  for (const name of names) {
    const steps = distance(written, name);
    if (steps < least) [found, least] = [name, steps];
  }
  return found;
}

/** `a, b or c`. */
export function oneOf(names: readonly string[]): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} or ${String(names.at(-1))}`;
}
