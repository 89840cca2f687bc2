import type { PushResult } from '../push.js';
import { PushBuffer, type FamilyText } from './buffer.js';
import { Delivery } from './delivery.js';
import { flushAtExit } from './exit.js';
import {
  obstacleOf,
  settingsOf,
  type Dropped,
  type PushOptions,
  type Settings,
} from './options.js';
import { SYSTEM, alarm, type CancelTimer, type Runtime } from './runtime.js';
import { readFamilies } from './snapshot.js';
import { gatewayAt } from './target.js';
import { wireOf } from './wire.js';
import { sentenceOf } from './words.js';

/** What became of the families (metrics with all their series) of all snapshots so far. */
export interface PushStats {
  readonly delivered: number;
  /** Given up: the gateway refused them or could not be reached, or they did not fit. */
  readonly dropped: number;
  /** Never sent, or not again, because a newer snapshot had them; nothing is lost by it. */
  readonly superseded: number;
  /** Requests that were sent again. */
  readonly retried: number;
  /** Text that waits, the request under way included; never beyond `maxBufferedBytes`. */
  readonly bufferedBytes: number;
  readonly lastError: string | undefined;
}

export interface PushClient {
  /** Sends the registry as it is now; resolves when that is delivered, given up, or too late. Never rejects. */
  readonly flush: () => Promise<PushResult>;
  /** A last flush; then timers and listeners are gone, and what is not delivered is dropped. Never rejects. */
  readonly close: () => Promise<PushResult>;
  readonly stats: () => PushStats;
}

/** The `name` of the process warnings that tell of options that make no sense. */
export const MISUSED_PUSH_CLIENT = 'MisusedPushClient';

/**
 * Pushes a registry to a Pushgateway: now and then, when asked, and at the end of the process; for workers that
 * live too short to be scraped. A family replaces what the group had under its name.
 *
 * It never throws, never rejects and never keeps the process alive, except for the time of a flush. With
 * options that can reach no gateway it warns once, and each flush says why nothing is pushed.
 */
export function createPushClient(options: PushOptions, runtime: Runtime = SYSTEM): PushClient {
  const { settings, faults } = settingsOf(options);
  for (const fault of faults) warn(options, fault);
  const obstacle = obstacleOf(options);
  if (obstacle !== undefined) return unusable(options, obstacle);
  const client = new RegistryPush(options, settings, runtime);
  return {
    flush: () => client.flush(),
    close: () => client.close(),
    stats: () => client.stats(),
  };
}

function warn({ job }: PushOptions, fault: string): void {
  process.emitWarning(`push client of job ${job}: ${fault}`, MISUSED_PUSH_CLIENT);
}

function unusable(options: PushOptions, obstacle: string): PushClient {
  warn(options, `${obstacle}; nothing is pushed`);
  const result = { ok: false, reason: `nothing is pushed: ${obstacle}` } as const;
  const nothing = { delivered: 0, dropped: 0, superseded: 0, retried: 0, bufferedBytes: 0 };
  return {
    flush: () => Promise.resolve(result),
    close: () => Promise.resolve(result),
    stats: () => ({ ...nothing, lastError: result.reason }),
  };
}

class RegistryPush {
  private readonly what: string;
  private readonly buffer: PushBuffer;
  private readonly delivery: Delivery;
  /** Families of the newest snapshot that did not arrive, and why. */
  private readonly lost = new Map<string, string>();
  private readonly removeExitListeners: () => void;
  private cancelTick: CancelTimer = () => undefined;
  private reading: Promise<void> | undefined;
  private readingAfter: Promise<void> | undefined;
  private closing: Promise<PushResult> | undefined;
  private isEnded = false;
  private isMistold = false;
  private unread = 0;
  private snapshots = 0;

  constructor(
    private readonly options: PushOptions,
    private readonly settings: Settings,
    private readonly runtime: Runtime,
  ) {
    const gateway = gatewayAt(options.url);
    const { authorization } = gateway;
    this.what = `pushing job ${options.job} to ${gateway.address}`;
    this.buffer = new PushBuffer(settings);
    this.delivery = new Delivery({
      ...settings,
      runtime,
      buffer: this.buffer,
      wire: wireOf(gateway, options, runtime.producer()),
      compression: options.compression ?? 'gzip',
      headers: { ...(authorization === undefined ? {} : { authorization }), ...options.headers },
      isGathering: () => this.reading !== undefined,
      onDelivered: (families) => {
        for (const { name, snapshot } of families) {
          if (snapshot === this.snapshots) this.lost.delete(name);
        }
      },
      onDropped: (families, reason) => this.lose(families, reason),
    });
    this.removeExitListeners =
      options.flushOnExit === true
        ? flushAtExit(() => this.closing ?? this.flush())
        : () => undefined;
    this.tickLater();
  }

  flush(): Promise<PushResult> {
    if (this.closing === undefined) return this.flushNow();
    return Promise.resolve({ ok: false, reason: `${this.what} failed: the client is closed` });
  }

  close(): Promise<PushResult> {
    this.closing ??= this.end();
    return this.closing;
  }

  stats(): PushStats {
    const { delivered, superseded, dropped } = this.buffer.tally;
    const { retried, lastError } = this.delivery;
    const bufferedBytes = this.buffer.bytes;
    const lost = dropped + this.unread;
    return { delivered, dropped: lost, superseded, retried, bufferedBytes, lastError };
  }

  private async end(): Promise<PushResult> {
    this.cancelTick();
    const result = await this.flushNow();
    this.isEnded = true;
    this.removeExitListeners();
    this.delivery.abandon(result.ok ? 'the client was closed' : result.reason);
    return result;
  }

  private async flushNow(): Promise<PushResult> {
    const { flushDeadlineMs } = this.settings;
    const limit = alarm(this.runtime, flushDeadlineMs, 'holds-process');
    const late = limit.rung.then(() =>
      this.failed(`took longer than ${String(flushDeadlineMs)} ms`),
    );
    const result = await Promise.race([this.sendAll(), late]);
    limit.cancel();
    return result;
  }

  private async sendAll(): Promise<PushResult> {
    await this.snapshot();
    this.delivery.hurry();
    await this.delivery.empty();
    const [first] = this.lost;
    if (first === undefined) return { ok: true };
    const [name, reason] = first;
    const others = this.lost.size > 1 ? ` and ${String(this.lost.size - 1)} more` : '';
    return { ok: false, reason: `${this.what} failed for ${name}${others}: ${reason}` };
  }

  private failed(what: string): PushResult {
    const { lastError } = this.delivery;
    const because = lastError === undefined ? '' : `; the last failure: ${lastError}`;
    return { ok: false, reason: `${this.what} ${what}${because}` };
  }

  private tickLater(): void {
    const { intervalMs } = this.settings;
    if (intervalMs === 0) return;
    this.cancelTick = this.runtime.after(intervalMs, () => {
      void this.snapshot().then(() => {
        if (this.closing === undefined) this.tickLater();
      });
    });
  }

  /** A snapshot that begins now or later; who asks in the middle of one gets the next. */
  private snapshot(): Promise<void> {
    if (this.reading === undefined) {
      this.reading = this.read().finally(() => {
        this.reading = undefined;
        this.delivery.start();
      });
      return this.reading;
    }
    this.readingAfter ??= this.reading.then(() => {
      this.readingAfter = undefined;
      return this.snapshot();
    });
    return this.readingAfter;
  }

  private async read(): Promise<void> {
    this.lost.clear();
    this.snapshots += 1;
    const { runtime, options } = this;
    try {
      await readFamilies(options.registry, {
        runtime,
        deadlineMs: this.settings.deadlineMs,
        onFamily: (family) => this.take(family),
        onUnread: (name, reason) => this.missed(name, reason),
      });
    } catch (error) {
      this.missed('the registry', sentenceOf(error));
    }
  }

  private take(read: Omit<FamilyText, 'snapshot'>): void {
    if (this.isEnded) return;
    const family = { ...read, snapshot: this.snapshots };
    const offered = this.buffer.offer(family);
    if (offered.kind === 'dropped') this.lose([family], offered.reason);
    if (this.buffer.holdsFullBatch) this.delivery.start();
  }

  private missed(name: string, reason: string): void {
    this.unread += 1;
    this.lose([{ name }], `it could not be read: ${reason}`);
  }

  private lose(families: readonly { readonly name: string }[], reason: string): void {
    this.delivery.lastError = reason;
    for (const { name } of families) this.lost.set(name, reason);
    void this.tell({ families: families.map(({ name }) => name), reason });
  }

  private async tell(dropped: Dropped): Promise<void> {
    try {
      await this.options.onDropped?.(dropped);
    } catch (error) {
      if (!this.isMistold) warn(this.options, `onDropped threw: ${sentenceOf(error)}`);
      this.isMistold = true;
    }
  }
}
