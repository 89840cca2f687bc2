import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

const MIB = 1_048_576;
/** Of what the kernel or V8 lets the process have: a scrape and a push in flight need the rest. */
const SHARE = 0.8;
/** A reading costs some microseconds, which a push of one series would notice. */
const READ_EVERY_MS = 100;

export interface MemoryUsed {
  /** Of the whole process, as the kernel counts it. */
  readonly residentBytes: number;
  /** Of V8's heap. */
  readonly heapBytes: number;
}

export interface MemoryLimits {
  /** Undefined where neither a setting nor the kernel gives one. */
  readonly residentBytes: number | undefined;
  readonly heapBytes: number;
}

interface Outside {
  readonly read: () => MemoryUsed;
  readonly nowMs: () => number;
}

/** Says when there is no memory for more series: before the kernel or V8 ends the process, and all that it holds. */
export class MemoryCeiling {
  private readUntilMs = -Infinity;
  private said: string | undefined;
  private isWatching = false;

  constructor(
    private readonly limits: MemoryLimits,
    private readonly outside: Outside,
  ) {}

  /** Past so many bytes nothing is opened. */
  get limitBytes(): number {
    return this.limits.residentBytes ?? this.limits.heapBytes;
  }

  /** From now on. What the journal brings back was acknowledged, and is never refused. */
  watch(): void {
    this.isWatching = true;
  }

  /** Why nothing can be opened now; undefined where it can. */
  fault(): string | undefined {
    if (!this.isWatching) return undefined;
    const nowMs = this.outside.nowMs();
    if (nowMs < this.readUntilMs) return this.said;
    this.readUntilMs = nowMs + READ_EVERY_MS;
    this.said = faultOf(this.outside.read(), this.limits);
    return this.said;
  }
}

function faultOf(used: MemoryUsed, limits: MemoryLimits): string | undefined {
  const { residentBytes: most = Infinity } = limits;
  if (used.residentBytes > most) return sentence('memory', used.residentBytes, most);
  if (used.heapBytes <= limits.heapBytes) return undefined;
  return sentence('heap', used.heapBytes, limits.heapBytes);
}

function sentence(what: string, used: number, most: number): string {
  return `it would open series, and the gateway uses ${mib(used)} of the ${mib(most)} MiB of ${what} that it may`;
}

function mib(bytes: number): string {
  return String(Math.round(bytes / MIB));
}

/** The setting's, or four fifths of what a container may have; and of V8's heap the same. */
export function memoryLimits(settingMib: number | undefined): MemoryLimits {
  const heapBytes = getHeapStatistics().heap_size_limit * SHARE;
  if (settingMib !== undefined) return { residentBytes: settingMib * MIB, heapBytes };
  const constrained = process.constrainedMemory();
  const isConstrained = constrained > 0 && constrained < totalmem(); // without a limit it is 0, or beyond all memory
  return { residentBytes: isConstrained ? constrained * SHARE : undefined, heapBytes };
}

export function memoryUsed(): MemoryUsed {
  return {
    residentBytes: process.memoryUsage.rss(),
    heapBytes: getHeapStatistics().used_heap_size,
  };
}
