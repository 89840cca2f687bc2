import { syncFolder, type AppendFile, type Disk } from './disk.js';
import { segmentPath } from './folder.js';

export const FSYNC_POLICIES = ['always', 'interval', 'never'] as const;
export type FsyncPolicy = (typeof FSYNC_POLICIES)[number];

export interface WriterOptions {
  readonly folder: string;
  readonly disk: Disk;
  readonly fsync: FsyncPolicy;
}

interface Segment {
  readonly file: AppendFile;
  /** How much of it is written and acknowledged. */
  bytes: number;
}

/** Appends to the newest segment. A write that fails leaves nothing behind. One call at a time; `sync` may join any. */
export class SegmentWriter {
  private segment: Segment | undefined;
  private isTorn = false;
  private isUnsynced = false;

  constructor(private readonly options: WriterOptions) {}

  get bytes(): number {
    return this.segment?.bytes ?? 0;
  }

  /** Goes on where a segment ends, or begins one; what is past `bytes` is cut off. */
  async open(first: number, bytes: number): Promise<void> {
    const { folder, disk } = this.options;
    const file = await disk.open(segmentPath(folder, first));
    this.segment = { file, bytes };
    this.isTorn = true;
    await this.mend();
  }

  /** Durable by the policy when it returns; when it throws, not written. */
  async append(bytes: Uint8Array): Promise<void> {
    const { file } = this.opened();
    await this.mend();
    try {
      await file.append(bytes);
      if (this.options.fsync === 'always') await file.sync();
      else this.isUnsynced = true;
    } catch (error) {
      this.isTorn = true;
      await this.mend().catch(() => undefined); // tried again before the next write, which fails while this does
      throw error;
    }
    this.opened().bytes += bytes.length;
  }

  /** Begins a new segment. Once its file is there, nothing more goes to the old one, even when this throws. */
  async rotate(first: number): Promise<void> {
    await this.mend();
    const old = this.opened();
    await old.file.sync();
    try {
      await this.open(first, 0);
    } finally {
      if (this.segment !== old) await old.file.close();
    }
  }

  async sync(): Promise<void> {
    if (!this.isUnsynced) return;
    this.isUnsynced = false;
    try {
      await this.opened().file.sync();
    } catch (error) {
      this.isUnsynced = true;
      throw error;
    }
  }

  async close(): Promise<void> {
    const { segment } = this;
    if (segment === undefined) return;
    try {
      await this.mend();
      await segment.file.sync();
    } finally {
      await segment.file.close();
      this.segment = undefined;
    }
  }

  /** Cuts off what a failed write left, lest it be taken for a record at the next start. */
  private async mend(): Promise<void> {
    if (!this.isTorn) return;
    const { file, bytes } = this.opened();
    await file.cut(bytes);
    await file.sync();
    await syncFolder(this.options.folder);
    this.isTorn = false;
  }

  private opened(): Segment {
    if (this.segment === undefined) throw new Error('the journal is not open');
    return this.segment;
  }
}
