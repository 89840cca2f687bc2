/** All lines of one family, as a snapshot of the registry has them. */
export interface FamilyText {
  readonly name: string;
  readonly text: string;
  /** Counts the snapshots of this client. */
  readonly snapshot: number;
}

/** Families that travel together, the same ones in every attempt. */
export interface Batch {
  /** Counts the batches of this client; part of the idempotency key. */
  readonly sequence: number;
  readonly families: readonly FamilyText[];
  readonly bytes: number;
}

export interface Bounds {
  /** Of all that waits, the batch on its way included. */
  readonly maxBufferedBytes: number;
  readonly maxBatchBytes: number;
}

/** Where the families that were offered have gone; what is in none of the three is still here. */
export interface Tally {
  readonly offered: number;
  readonly delivered: number;
  readonly superseded: number;
  readonly dropped: number;
}

export type Offered =
  { readonly kind: 'waiting' } | { readonly kind: 'dropped'; readonly reason: string };

interface Waiting {
  readonly family: FamilyText;
  readonly bytes: number;
}

/**
 * What waits to be sent: of each family only its newest text, in the order in which the families first came,
 * so that a slow gateway hears of every family in turn. Batches are cut off its head, one at a time.
 */
export class PushBuffer {
  private readonly waiting = new Map<string, Waiting>();
  private current: Batch | undefined;
  private waitingBytes = 0;
  private sequence = 0;
  private counts = { offered: 0, delivered: 0, superseded: 0, dropped: 0 };

  constructor(private readonly bounds: Bounds) {}

  get bytes(): number {
    return this.waitingBytes + (this.current?.bytes ?? 0);
  }

  get tally(): Tally {
    return { ...this.counts };
  }

  get isEmpty(): boolean {
    return this.waiting.size === 0 && this.current === undefined;
  }

  get holdsFullBatch(): boolean {
    return this.waitingBytes >= this.bounds.maxBatchBytes;
  }

  /** A newer text takes the place of the family's older one; what does not fit is dropped, and the older one kept. */
  offer(family: FamilyText): Offered {
    this.counts.offered += 1;
    const { name } = family;
    const bytes = Buffer.byteLength(family.text);
    const older = this.waiting.get(name);
    const excess = this.excessOf(bytes, older?.bytes ?? 0);
    if (excess !== undefined) {
      this.counts.dropped += 1;
      return { kind: 'dropped', reason: excess };
    }
    if (older !== undefined) this.counts.superseded += 1;
    this.waiting.set(name, { family, bytes });
    this.waitingBytes += bytes - (older?.bytes ?? 0);
    return { kind: 'waiting' };
  }

  /** The oldest families that fit into one batch; it is the buffer's one batch under way until it is settled. */
  cut(): Batch | undefined {
    if (this.current !== undefined || this.waiting.size === 0) return undefined;
    const families: FamilyText[] = [];
    let bytes = 0;
    for (const next of this.waiting.values()) {
      if (bytes + next.bytes > this.bounds.maxBatchBytes) break;
      families.push(next.family);
      bytes += next.bytes;
    }
    for (const { name } of families) this.waiting.delete(name);
    this.waitingBytes -= bytes;
    this.sequence += 1;
    this.current = { sequence: this.sequence, families, bytes };
    return this.current;
  }

  /** Whether all of the batch waits here in a newer text, so that sending it again would be in vain. */
  isOutdated(batch: Batch): boolean {
    return batch.families.every(({ name }) => this.waiting.has(name));
  }

  /** What became of the batch under way; says false for a batch that is no longer that. */
  settle(batch: Batch, fate: 'delivered' | 'superseded' | 'dropped'): boolean {
    if (this.current !== batch) return false;
    this.current = undefined;
    this.counts[fate] += batch.families.length;
    return true;
  }

  /** Forgets all that waits, the batch under way included. */
  dropAll(): readonly FamilyText[] {
    const waiting = [...this.waiting.values()].map(({ family }) => family);
    const families = [...(this.current?.families ?? []), ...waiting];
    this.current = undefined;
    this.waiting.clear();
    this.waitingBytes = 0;
    this.counts.dropped += families.length;
    return families;
  }

  private excessOf(bytes: number, olderBytes: number): string | undefined {
    const { maxBatchBytes, maxBufferedBytes } = this.bounds;
    if (bytes > maxBatchBytes) {
      return `it has ${String(bytes)} bytes, and a batch at most ${String(maxBatchBytes)} (maxBatchBytes)`;
    }
    return this.bytes - olderBytes + bytes > maxBufferedBytes
      ? `with it ${String(this.bytes - olderBytes + bytes)} bytes would wait, and at most ${String(maxBufferedBytes)} may (maxBufferedBytes)`
      : undefined;
  }
}
