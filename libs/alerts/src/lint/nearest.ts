import { distance } from 'fastest-levenshtein';

/** The right name that a person most likely meant, or nothing when none is near. */
export function nearest(written: string, names: Iterable<string>): string | undefined {
  const least = written.length < 5 ? 1 : 2;
  return within(written, names, Math.max(least, Math.floor(written.length / 5)));
}

/**
 * The same for metrics. Names of one exporter resemble each other, and not all are declared; and the first word
 * says whose a metric is: `zk_up` is no slip for `pg_up`, nor `MemFree` for `MemTotal`.
 */
export function nearestMetric(written: string, names: readonly string[]): string | undefined {
  const [owner] = written.split('_');
  const kin = names.filter((name) => name.split('_')[0] === owner);
  const farthest = Math.max(2, Math.floor(written.length / 8));
  return within(written, kin, farthest) ?? within(written, names, written.length < 16 ? 1 : 2);
}

function within(written: string, names: Iterable<string>, farthest: number): string | undefined {
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
