import type { Log } from '@aura/service';
import type { Config } from '../config.js';
import { REAL_DISK } from './disk.js';
import { FileJournal } from './file-journal.js';
import { MemoryJournal, type Journal } from './journal.js';

const MEBIBYTE = 1_048_576;

/** What nobody needs to argue about. */
const SIZES = {
  intervalMs: 1_000,
  segmentBytes: 16 * MEBIBYTE,
  /** A start reads at most about this and one snapshot, or two snapshots where one is larger. */
  snapshotBytes: 64 * MEBIBYTE,
} as const;

export function journalOf({ DATA_DIR: folder, DATA_FSYNC: fsync }: Config, log: Log): Journal {
  if (folder !== undefined) {
    return new FileJournal({ ...SIZES, folder, fsync, log, disk: REAL_DISK });
  }
  log.warn({ variable: 'DATA_DIR' }, 'without DATA_DIR everything pushed is lost at a restart');
  return new MemoryJournal();
}
