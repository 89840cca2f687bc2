/**
 * By how much a series of readings grows from its first to its last: the median of all slopes between two of them
 * (Theil and Sen), which a few stray readings do not move, times its length.
 */
export function growthOf(readings: readonly number[]): number {
  const slopes: number[] = [];
  for (const [i, from] of readings.entries()) {
    for (let j = i + 1; j < readings.length; j += 1) {
      slopes.push(((readings[j] ?? from) - from) / (j - i));
    }
  }
  return medianOf(slopes) * (readings.length - 1);
}

export function medianOf(numbers: readonly number[]): number {
  const inOrder = [...numbers].sort((a, b) => a - b);
  return inOrder[inOrder.length >> 1] ?? NaN;
}
