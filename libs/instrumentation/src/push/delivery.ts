import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { pauseMs, type Backoff } from './backoff.js';
import type { Batch, FamilyText, PushBuffer } from './buffer.js';
import { exchange, type Outgoing } from './exchange.js';
import type { Runtime } from './runtime.js';
import { verdictOf, type Verdict } from './verdict.js';
import type { Wire } from './wire.js';
import { sentenceOf } from './words.js';

export interface Route {
  readonly runtime: Runtime;
  readonly buffer: PushBuffer;
  readonly wire: Wire;
  readonly backoff: Backoff;
  readonly deadlineMs: number;
  readonly compression: 'gzip' | 'none';
  /** Sent with each request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether more of a snapshot is about to come. */
  readonly isGathering: () => boolean;
  readonly onDelivered: (families: readonly FamilyText[]) => void;
  readonly onDropped: (families: readonly FamilyText[], reason: string) => void;
}

type Failed = Extract<Verdict, { kind: 'failed' }>;
type Final = Exclude<Verdict, { kind: 'unread' }>;

const compress = promisify(gzip);
/** A text shorter than this fits into one packet anyway. */
const COMPRESSED_FROM_CHARACTERS = 1_024;

/** Takes batches out of a buffer and to the gateway, one at a time, so that an older text never overtakes a newer one. */
export class Delivery {
  private readonly producer: string;
  private readonly ended = new AbortController();
  private readonly drained = new Set<() => void>();
  private isRunning = false;
  private isCompressed: boolean;
  private failures = 0;
  private resting: { readonly end: () => void; readonly isPutOff: boolean } | undefined;
  retried = 0;
  lastError: string | undefined;

  constructor(private readonly route: Route) {
    this.producer = route.runtime.producer();
    this.isCompressed = route.compression === 'gzip';
  }

  /** Sends what waits, in the background; while a snapshot is gathered only what fills a batch. */
  start(): void {
    if (!this.isRunning) void this.run();
  }

  /**
   * An attempt that waits for nothing but its jitter is made now, and the pauses after it are short again, so
   * that a flush has more than one. One that the gateway put off is not.
   */
  hurry(): void {
    this.failures = 0;
    if (this.resting?.isPutOff === false) this.resting.end();
  }

  /** Resolves when nothing waits any longer, sent or given up. */
  async empty(): Promise<void> {
    if (this.route.buffer.isEmpty) return;
    await new Promise<void>((resolve) => this.drained.add(resolve));
  }

  /** Ends it all: the request under way is cut off, what waits is dropped. */
  abandon(reason: string): void {
    this.ended.abort();
    this.resting?.end();
    const families = this.route.buffer.dropAll();
    if (families.length > 0) this.giveUp(families, reason);
    this.tellDrained();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    for (let batch = this.cut(); batch !== undefined; batch = this.cut()) await this.deliver(batch);
    this.isRunning = false;
  }

  private cut(): Batch | undefined {
    const { buffer, isGathering } = this.route;
    return buffer.holdsFullBatch || !isGathering() ? buffer.cut() : undefined;
  }

  private async deliver(batch: Batch): Promise<void> {
    const { backoff } = this.route;
    for (let attempt = 1; ; attempt += 1) {
      const verdict = await this.sendInTurn(batch);
      if (verdict.kind !== 'failed') {
        this.settle(batch, verdict);
        return;
      }
      if (this.hasEnded()) return;
      this.failures += 1;
      this.lastError = verdict.reason;
      const isLast = attempt >= backoff.attempts;
      if (isLast) this.settle(batch, verdict);
      await this.rest(verdict);
      if (isLast || this.hasEnded() || this.isOutdated(batch)) return;
      this.retried += 1;
    }
  }

  private hasEnded(): boolean {
    return this.ended.signal.aborted;
  }

  /** A batch that newer texts have made pointless is done with. */
  private isOutdated(batch: Batch): boolean {
    const { buffer } = this.route;
    return buffer.isOutdated(batch) && buffer.settle(batch, 'superseded');
  }

  private settle(batch: Batch, verdict: Final): void {
    if (verdict.kind !== 'failed') this.failures = 0;
    const fate = verdict.kind === 'delivered' ? 'delivered' : 'dropped';
    if (!this.route.buffer.settle(batch, fate)) return; // it was abandoned meanwhile
    if (verdict.kind === 'delivered') this.route.onDelivered(batch.families);
    else this.giveUp(batch.families, verdict.reason);
    this.tellDrained();
  }

  private giveUp(families: readonly FamilyText[], reason: string): void {
    this.lastError = reason;
    this.route.onDropped(families, reason);
  }

  private tellDrained(): void {
    if (!this.route.buffer.isEmpty) return;
    for (const tell of this.drained) tell();
    this.drained.clear();
  }

  private async rest({ retryAfter }: Failed): Promise<void> {
    const { runtime, backoff } = this.route;
    const nowMs = runtime.now();
    const failure = { failures: this.failures, retryAfter, nowMs, random: runtime.random() };
    await new Promise<void>((resolve) => {
      const cancel = runtime.after(pauseMs(backoff, failure), resolve);
      const end = (): void => {
        cancel();
        resolve();
      };
      this.resting = { end, isPutOff: retryAfter !== undefined };
    });
    this.resting = undefined;
  }

  /** After what the wire still owes of an earlier batch. */
  private async sendInTurn(batch: Batch): Promise<Final> {
    for (;;) {
      const verdict = await this.send(batch);
      if (this.route.wire.heard(batch, verdict) === 'done') return verdict;
    }
  }

  private async send(batch: Batch): Promise<Final> {
    try {
      const outgoing = this.route.wire.request(batch);
      if (this.isCompressed && outgoing.body.length >= COMPRESSED_FROM_CHARACTERS) {
        const verdict = await this.attempt(batch, await gzipped(outgoing));
        if (verdict.kind !== 'unread') return verdict;
        this.isCompressed = false;
      }
      const verdict = await this.attempt(batch, outgoing);
      return verdict.kind === 'unread' ? { ...verdict, kind: 'refused' } : verdict;
    } catch (error) {
      return { kind: 'failed', reason: sentenceOf(error), retryAfter: undefined };
    }
  }

  private async attempt({ sequence }: Batch, outgoing: Outgoing): Promise<Verdict> {
    const { runtime, deadlineMs, headers } = this.route;
    const key = { 'idempotency-key': `${this.producer}-${String(sequence)}` };
    // A protocol that counts its requests itself has a key of its own.
    const keyed = { ...outgoing, headers: { ...headers, ...key, ...outgoing.headers } };
    const { signal } = this.ended;
    const answer = await exchange(keyed, { runtime, deadlineMs, signal, isBackground: true });
    return verdictOf(answer, 'content-encoding' in outgoing.headers);
  }
}

async function gzipped(outgoing: Outgoing): Promise<Outgoing> {
  const body = await compress(outgoing.body);
  return { ...outgoing, body, headers: { ...outgoing.headers, 'content-encoding': 'gzip' } };
}
