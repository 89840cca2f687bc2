import type { Log } from '@aura/service';
import { countWithin } from './batch.js';
import { isFull, type Disk } from './disk.js';
import { filesOf, removeAll } from './folder.js';
import { frameOf } from './frame.js';
import { Journal, type Appended, type Effect, type Entry } from './journal.js';
import { lockOf, type Lock } from './lock.js';
import type { Meters } from './meters.js';
import { replayAll } from './overwritten.js';
import { partOf, recordOf, voidOf, type JournalRecord } from './record.js';
import { JournalError, readJournal, type Read } from './replay.js';
import { snapshotOf, writeSnapshot } from './snapshot.js';
import { SegmentWriter, type FsyncPolicy } from './writer.js';

export interface FileJournalOptions {
  readonly folder: string;
  readonly disk: Disk;
  readonly log: Log;
  readonly meters: Meters;
  readonly fsync: FsyncPolicy;
  /** How often the policy `interval` syncs. */
  readonly intervalMs: number;
  /** A segment that has grown past this is followed by a new one. */
  readonly segmentBytes: number;
  /** So much in segments, and more than the last snapshot took, makes a new snapshot. */
  readonly snapshotBytes: number;
}

/** An append that waits for its write. */
interface Waiting {
  readonly frame: Buffer;
  /** Called with the record's number when it is durable. */
  readonly written: (number: number) => void;
  readonly failed: (reason: 'full' | 'failed') => void;
}

/** Few enough for the memory that one write takes, and enough for hundreds of usual pushes. */
const BATCH_BYTES = 8_388_608;

/** Writes entries to a folder. Those that arrive while a write is under way share the next one, and its fsync. */
export class FileJournal extends Journal {
  private readonly writer: SegmentWriter;
  private readonly waiting: Waiting[] = [];
  private readonly owed: Waiting[] = [];
  private pump: Promise<void> | undefined;
  private snapshot: Promise<void> | undefined;
  private lock: Lock | undefined;
  private timer: NodeJS.Timeout | undefined;
  private next = 0;
  private sinceSnapshot = 0;
  private lastSnapshot = 0;

  constructor(private readonly options: FileJournalOptions) {
    super();
    this.writer = new SegmentWriter(options);
  }

  async start(): Promise<void> {
    try {
      await this.replay();
    } catch (error) {
      await this.unlock();
      throw error;
    }
  }

  append<T>(entry: Entry<T>): Promise<Appended<T>> {
    return new Promise((resolve, reject) => {
      const written = (number: number): void => {
        try {
          this.settle(entry.apply(), number, resolve);
        } catch (error) {
          const cause = new Error(`applying a record of kind ${entry.kind} failed`, {
            cause: error,
          });
          this.amend(voidOf(number), () => reject(cause)); // lest every start from now on fail at it
        }
      };
      this.enqueue({
        frame: frameOf(recordOf({ kind: entry.kind, body: entry.encode() })),
        written,
        failed: (reason) => resolve({ ok: false, reason }),
      });
    });
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.pump;
    await this.snapshot;
    await this.writer.close();
    await this.unlock();
  }

  private async replay(): Promise<void> {
    const { folder, log, meters, fsync, intervalMs } = this.options;
    const startedAt = performance.now();
    const files = await this.lockedFiles();
    const read = await readJournal(files);
    replayAll(read.records, (name) => this.kindOf(name));
    await removeAll(files.leftovers);
    this.next = read.next;
    this.sinceSnapshot = read.bytes;
    await this.writer.open(files.segments.at(-1)?.first ?? read.next, read.lastBytes);
    if (read.torn !== undefined)
      log.warn({ ...read.torn }, 'the torn end of the journal was dropped');
    if (fsync === 'interval') {
      this.timer = setInterval(() => void this.syncNow(), intervalMs).unref();
    }
    const seconds = secondsSince(startedAt);
    meters.replayed({ seconds, tornBytes: read.torn?.lost ?? 0 });
    meters.holds(this.sinceSnapshot);
    log.info({ ...figuresOf(read, startedAt), folder, fsync }, 'the journal was replayed');
  }

  private async lockedFiles(): ReturnType<typeof filesOf> {
    const { folder } = this.options;
    const files = await filesOf(folder);
    const lock = await lockOf(folder);
    if (lock === 'taken') {
      throw new JournalError(
        `another process writes ${folder}; stop it, or give this one a folder of its own`,
      );
    }
    this.lock = lock;
    return files;
  }

  private async unlock(): Promise<void> {
    await this.lock?.release();
    this.lock = undefined;
  }

  private kindOf(name: string) {
    const kind = this.kinds.get(name);
    if (kind !== undefined) return kind;
    throw new JournalError(
      `the journal in ${this.options.folder} holds records of the kind ${JSON.stringify(name)}, which this version does not know; start the version that wrote them`,
    );
  }

  /** What the state refused, or a part of it, is written down as void before its sender hears of it. */
  private settle<T>(
    { answer, isKept, leftOut }: Effect<T>,
    number: number,
    resolve: (appended: Appended<T>) => void,
  ): void {
    const done = (): void => resolve({ ok: true, answer });
    if (!isKept) this.amend(voidOf(number), done);
    else if (leftOut !== undefined) this.amend(partOf(number, leftOut), done);
    else done();
  }

  /** Where the disk does not take it, it goes before the next record that it takes. */
  private amend(record: JournalRecord, done: () => void): void {
    const frame = frameOf(recordOf(record));
    const failed = (): void => {
      this.owed.push({ frame, written: () => undefined, failed });
      done();
    };
    this.enqueue({ frame, written: done, failed });
  }

  private enqueue(one: Waiting): void {
    this.waiting.push(...this.owed.splice(0), one);
    this.pump ??= this.write();
  }

  private async write(): Promise<void> {
    await Promise.resolve(); // those of the same breath go together, and the caller knows that a write is under way
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, countWithin(this.waiting, BATCH_BYTES));
      const failure = await this.writeBatch(Buffer.concat(batch.map(({ frame }) => frame)));
      for (const one of batch) {
        if (failure === undefined) one.written(this.next++);
        else one.failed(failure);
      }
    }
    this.pump = undefined; // in the same breath as the look at who waits, lest one that comes now wait for ever
  }

  private async writeBatch(bytes: Buffer): Promise<'full' | 'failed' | undefined> {
    const { log, meters } = this.options;
    const startedAt = performance.now();
    try {
      if (this.writer.bytes >= this.options.segmentBytes) await this.rotate();
      await this.writer.append(bytes);
      this.sinceSnapshot += bytes.length;
      meters.wrote(secondsSince(startedAt));
      meters.holds(this.sinceSnapshot);
      return undefined;
    } catch (error) {
      const reason = isFull(error) ? 'full' : 'failed';
      meters.failed(reason);
      log.error({ err: error, reason }, 'the journal could not be written');
      return reason;
    }
  }

  private async rotate(): Promise<void> {
    await this.writer.rotate(this.next);
    const { snapshotBytes } = this.options;
    if (this.sinceSnapshot < Math.max(snapshotBytes, this.lastSnapshot)) return;
    this.snapshot ??= this.takeSnapshot().finally(() => {
      this.snapshot = undefined;
    });
  }

  private async takeSnapshot(): Promise<void> {
    const { log, meters } = this.options;
    const covered = this.sinceSnapshot;
    const startedAt = performance.now();
    try {
      const taken = snapshotOf(this.kinds.values(), this.next);
      const bytes = await writeSnapshot(this.options, taken);
      this.sinceSnapshot -= covered;
      this.lastSnapshot = bytes;
      meters.holds(this.sinceSnapshot);
      meters.snapshot('written');
      const figures = { records: taken.bodies.length, bytes, replacedBytes: covered };
      log.info({ ...figures, elapsedMs: elapsedMs(startedAt) }, 'a snapshot replaces the journal');
    } catch (error) {
      meters.snapshot('failed');
      log.error({ err: error }, 'a snapshot could not be written; the journal stays and grows');
    }
  }

  private async syncNow(): Promise<void> {
    try {
      await this.writer.sync();
    } catch (error) {
      this.options.log.error({ err: error }, 'the journal could not be synced');
    }
  }
}

function figuresOf({ records, bytes }: Read, startedAt: number) {
  return { records: records.length, bytes, elapsedMs: elapsedMs(startedAt) };
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}

function elapsedMs(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}
