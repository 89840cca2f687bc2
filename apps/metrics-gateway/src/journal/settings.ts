import type { Log } from '@aura/service';
import type { Registry } from 'prom-client';
import type { Config } from '../config.js';
import { REAL_DISK } from './disk.js';
import { FileJournal } from './file-journal.js';
import { MemoryJournal, type Journal } from './journal.js';
import { metersIn } from './meters.js';

const MEBIBYTE = 1_048_576;

/** The policy `interval` risks so much. */
const SYNC_INTERVAL_MS = 1_000;
/** A start reads at most about so many segments and one snapshot, or two snapshots where one is larger. */
const SEGMENTS_OF_SNAPSHOT = 4;

export function journalOf(config: Config, log: Log, registry: Registry): Journal {
  const { DATA_DIR: folder, DATA_FSYNC: fsync } = config;
  if (folder === undefined) {
    log.warn({ variable: 'DATA_DIR' }, 'without DATA_DIR everything pushed is lost at a restart');
    return new MemoryJournal();
  }
  const segmentBytes = config.DATA_SEGMENT_MIB * MEBIBYTE;
  const sizes = { segmentBytes, snapshotBytes: SEGMENTS_OF_SNAPSHOT * segmentBytes };
  const meters = metersIn(registry);
  const intervalMs = SYNC_INTERVAL_MS;
  return new FileJournal({ ...sizes, intervalMs, folder, fsync, log, meters, disk: REAL_DISK });
}
