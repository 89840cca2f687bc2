/** How many of the first go together: at least one, and as many more as fit. */
export function countWithin(
  waiting: readonly { readonly frame: Uint8Array }[],
  bytes: number,
): number {
  let count = 0;
  let sum = 0;
  for (const { frame } of waiting) {
    sum += frame.length;
    if (count > 0 && sum > bytes) break;
    count += 1;
  }
  return count;
}
