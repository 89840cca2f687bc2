import type { LabelDomains, LabelValues, Metric } from '@aura/metrics';
import { within } from './deadline.js';
import { boundBefore, register, type AnyRegistry, type Sample } from './family.js';
import { admission, seriesKey, type Admit, type Labels } from './labels.js';
import { misuseOf } from './misuse.js';
import { overflowOf } from './overflow.js';

export interface Reading<L extends LabelDomains> {
  readonly labels: LabelValues<L>;
  readonly value: number;
}

export interface Source<L extends LabelDomains> {
  /** All series there are now. The signal aborts when the deadline has passed. */
  readonly read: (signal: AbortSignal) => Promise<readonly Reading<L>[]>;
  /** Told of each failed or late read; must not throw. */
  readonly onError: (error: Error) => void;
  /** How long one read may take; keep it below the scrape timeout. 5 seconds when left out. */
  readonly deadlineMs?: number;
}

/**
 * Serves a gauge or a counter whose numbers are kept elsewhere: read anew at every scrape, all series
 * replaced. Scrapes that overlap share one read. A read that fails or is late leaves no series behind, for
 * an old number must not pass for a new one.
 *
 * Values that fold into `other` add up.
 *
 * @throws when the registry already holds a metric of that name.
 */
export function readAtScrape<L extends LabelDomains>(
  registry: AnyRegistry,
  definition: Metric<'gauge' | 'counter', L>,
  { read, onError, deadlineMs = DEADLINE_MS }: Source<L>,
): void {
  if (boundBefore(registry, definition) !== undefined) {
    throw new Error(`cannot read ${definition.name} at scrape: this registry already has it bound`);
  }
  const admit = admission(definition.labels, {
    misused: misuseOf(definition.name),
    overflowed: overflowOf(registry, definition),
  });
  let reading: Promise<readonly Sample[]> | undefined;
  const collect = (): Promise<readonly Sample[]> => {
    reading ??= within({ what: `reading ${definition.name}`, deadlineMs }, read)
      .then((readings) => merge(readings, admit))
      .catch((error: unknown) => {
        onError(error instanceof Error ? error : new Error(String(error)));
        return [];
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  register(registry, definition, {
    storage: { collect, reset: () => undefined },
    handle: undefined,
  });
}

const DEADLINE_MS = 5_000;

function merge<L extends LabelDomains>(
  readings: readonly Reading<L>[],
  admit: Admit,
): readonly Sample[] {
  const merged = new Map<string, { labels: Labels; value: number }>();
  for (const { labels, value } of readings) {
    // A database driver gives a count as text, and a sum of texts is no sum.
    if (typeof value !== 'number') {
      const found = JSON.stringify(value);
      throw new Error(`the value of ${JSON.stringify(labels)} is ${found}: give a number`);
    }
    const admitted = admit(labels);
    if (admitted === undefined) continue;
    const key = seriesKey(admitted);
    merged.set(key, { labels: admitted, value: (merged.get(key)?.value ?? 0) + value });
  }
  return [...merged.values()];
}
