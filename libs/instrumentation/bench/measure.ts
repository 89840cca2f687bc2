import { performance } from 'node:perf_hooks';

/** Two ways to do the same work, measured in turns. */
export interface Pair<T> {
  readonly ours: T;
  readonly peer: T;
}

export interface Case {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer: number;
}

/** Prints one case as `npm run bench` reads it. */
export function report({ name, unit, ours, peer }: Case): void {
  const ratio = peer / ours;
  const line = { bench: 'instrumentation', case: name, ours, peer, unit, ratio };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

/** What `--expose-gc` gives; without it garbage of one side is collected in the time of the other. */
export function collectGarbage(): void {
  if (globalThis.gc === undefined)
    throw new Error('run this with node --expose-gc: npm run bench does');
  globalThis.gc();
}

const ROUNDS = 15;
const WARM_UP_ROUNDS = 4;

/** Nanoseconds a call, the medians of rounds in which both sides make `calls` calls each. */
export async function timeCalls(
  { ours, peer }: Pair<(calls: number) => void | Promise<void>>,
  calls: number,
): Promise<Pair<number>> {
  const times: Pair<number[]> = { ours: [], peer: [] };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    for (const side of sidesOf(round)) {
      collectGarbage();
      const began = performance.now();
      await (side === 'ours' ? ours : peer)(calls);
      const nanoseconds = ((performance.now() - began) * 1e6) / calls;
      if (round >= 0) times[side].push(nanoseconds);
    }
  }
  return { ours: median(times.ours), peer: median(times.peer) };
}

/** Who goes first changes from round to round. */
export function sidesOf(round: number): readonly (keyof Pair<unknown>)[] {
  return round % 2 === 0 ? ['ours', 'peer'] : ['peer', 'ours'];
}
