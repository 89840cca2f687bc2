/** More active jobs than these are not looked at: far beyond what is to be said of jobs that hang. */
export const ACTIVE_JOBS_AT_MOST = 500;

/** How many jobs have run for longer than is expected; none when the clock that stamped them runs ahead. */
export function overdueCount(
  activeSinceMs: readonly number[],
  expectedSeconds: number,
  nowMs: number,
): number {
  return activeSinceMs.filter((sinceMs) => nowMs - sinceMs > expectedSeconds * 1000).length;
}
