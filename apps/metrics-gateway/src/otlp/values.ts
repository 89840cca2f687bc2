import type { HistogramPoint, NumberPoint } from './request.js';

export type ValuesRead =
  | { readonly ok: true; readonly values: readonly number[] }
  | { readonly ok: false; readonly fault: string };

/** The value of a point of a gauge or a sum. */
export function numberValues({ value }: NumberPoint, isMonotonic: boolean): ValuesRead {
  if (value === undefined) return fault('it has neither asInt nor asDouble');
  if (!Number.isFinite(value))
    return fault(`its value is ${String(value)}, which cannot be added or replaced`);
  if (isMonotonic && value < 0)
    return fault(`its value is ${String(value)}, and a monotonic sum is 0 or more`);
  return { ok: true, values: [value] };
}

const MOST_BOUNDS = 200;

/**
 * Of a histogram how many observations lie at or below each bound, their sum, and the count of all. A histogram of
 * values that may be negative comes without its sum; the sum counts as 0 then.
 */
export function histogramValues(point: HistogramPoint, bounds: readonly number[]): ValuesRead {
  const found = boundsFault(point, bounds) ?? countsFault(point);
  if (found !== undefined) return fault(found);
  let below = 0;
  const cumulative = point.counts.slice(0, -1).map((count) => (below += count));
  return { ok: true, values: [...cumulative, point.sum ?? 0, point.count] };
}

function boundsFault(
  { bounds, counts }: HistogramPoint,
  first: readonly number[],
): string | undefined {
  if (bounds.length > MOST_BOUNDS)
    return `it has ${String(bounds.length)} bounds, and ${String(MOST_BOUNDS)} are the most`;
  const isAscending = bounds.every(
    (bound, i) => Number.isFinite(bound) && bound > (bounds[i - 1] ?? -Infinity),
  );
  if (!isAscending)
    return 'its explicitBounds do not ascend, or are not numbers; the last bucket needs none';
  const isSame = bounds.length === first.length && bounds.every((bound, i) => bound === first[i]);
  if (!isSame)
    return `it has the bounds [${bounds.join(', ')}], and the first point of the metric [${first.join(', ')}]`;
  const expected = bounds.length + 1;
  if (counts.length === expected || (bounds.length === 0 && counts.length === 0)) return undefined;
  return `it has ${String(counts.length)} bucketCounts, and its bounds make ${String(expected)} buckets`;
}

function countsFault({ counts, count, sum }: HistogramPoint): string | undefined {
  if (sum !== undefined && !Number.isFinite(sum)) return `its sum is ${String(sum)}`;
  const all = counts.reduce((before, one) => before + one, 0);
  if (counts.some((one) => one < 0) || count < 0) return 'a count of it is negative';
  if (counts.length === 0 || all === count) return undefined;
  return `its count is ${String(count)}, and its buckets hold ${String(all)}`;
}

function fault(sentence: string): ValuesRead {
  return { ok: false, fault: sentence };
}
