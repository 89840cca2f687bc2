/** When a request came, by the clock here. */
export interface Came {
  readonly atSeconds: number;
  /** How far ahead of that a point may be that replaces or outdates others; undefined for any time. */
  readonly aheadSeconds: number | undefined;
}

/** Nanoseconds since 1970, as points have them; undefined where any time will do. */
export function latestOf({ atSeconds, aheadSeconds }: Came): bigint | undefined {
  return aheadSeconds === undefined ? undefined : nanosOf(atSeconds + aheadSeconds);
}

/** Why a point of this time would outdate those that are right; undefined where it would not. */
export function aheadFault(time: bigint, came: Came): string | undefined {
  const latest = latestOf(came);
  if (latest === undefined || time <= latest) return undefined;
  const ahead = Math.round(Number(time - nanosOf(came.atSeconds)) / 1e9);
  return `its timeUnixNano is ${String(ahead)} s ahead of the clock here, and ${String(came.aheadSeconds)} s are the most; set the clock of its sender right`;
}

function nanosOf(seconds: number): bigint {
  return BigInt(Math.round(seconds * 1e6)) * 1_000n;
}
