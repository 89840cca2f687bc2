import { statfs } from 'node:fs/promises';
import type { ProbeTiming } from './http-probe.js';
import type { Answer, Probe } from './probe.js';

export interface DiskProbeOptions<C extends string> extends ProbeTiming<C> {
  /** A file or folder on the file system that is meant. */
  readonly path: string;
  readonly degradedBelowRatio: number;
  readonly unhealthyBelowRatio: number;
}

/** Looks how much of a file system is free for writing. */
export function diskProbe<C extends string>(options: DiskProbeOptions<C>): Probe<C> {
  const { path, degradedBelowRatio, unhealthyBelowRatio, ...timing } = options;
  return {
    ...timing,
    check: async () => {
      const { blocks, bfree, bavail } = await statfs(path);
      // As df counts: blocks kept back for root are neither used nor free.
      const usable = blocks - bfree + bavail;
      const freeRatio = usable === 0 ? 0 : bavail / usable;
      return diskAnswer(freeRatio, { path, degradedBelowRatio, unhealthyBelowRatio });
    },
  };
}

/** The judgement of a free ratio, 0 to 1. */
export function diskAnswer(
  freeRatio: number,
  limits: Pick<DiskProbeOptions<string>, 'path' | 'degradedBelowRatio' | 'unhealthyBelowRatio'>,
): Answer {
  const free = `${percent(freeRatio)} of ${limits.path} is free`;
  if (freeRatio < limits.unhealthyBelowRatio) {
    return {
      state: 'unhealthy',
      reason: `${free}, less than ${percent(limits.unhealthyBelowRatio)}`,
    };
  }
  if (freeRatio < limits.degradedBelowRatio) {
    return {
      state: 'degraded',
      lost: `room to grow: ${free}, less than ${percent(limits.degradedBelowRatio)}`,
    };
  }
  return { state: 'healthy' };
}

function percent(ratio: number): string {
  return `${String(Number((ratio * 100).toPrecision(3)))}%`;
}
