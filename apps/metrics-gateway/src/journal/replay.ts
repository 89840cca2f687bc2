import { readFile } from 'node:fs/promises';
import { decodeFrame, frameAfter } from './frame.js';
import type { JournalFile, JournalFiles } from './folder.js';
import { PART, readPart, readRecord, VOID, type JournalRecord } from './record.js';

/** The journal cannot be read back whole. Says where, and what a person can do about it. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/** The end of the last segment, where a write was cut short. */
export interface Torn {
  readonly path: string;
  /** How much of the file is whole. */
  readonly offset: number;
  readonly lost: number;
  readonly reason: string;
}

export interface Read {
  /** In order, without those that a later record makes void; with what later ones say was left out of them. */
  readonly records: readonly JournalRecord[];
  /** The number that the next record gets. */
  readonly next: number;
  readonly bytes: number;
  /** The whole bytes of the last segment. */
  readonly lastBytes: number;
  readonly torn: Torn | undefined;
}

interface FileRead {
  readonly records: readonly JournalRecord[];
  readonly bytes: number;
  readonly torn: Torn | undefined;
}

/** Reads snapshot and segments whole into memory, before anything of them is applied. */
export async function readJournal({ snapshot, segments }: JournalFiles): Promise<Read> {
  const base = snapshot === undefined ? NOTHING : await readWhole(snapshot, false);
  const { records, ...rest } = await readSegments(segments, snapshot?.first ?? 0);
  const voided = voidedBy(records);
  const parts = new Map(records.filter(({ kind }) => kind === PART).map(readPart));
  const kept = records
    .filter(({ kind, number }) => kind !== VOID && kind !== PART && !voided.has(number))
    .map((record) => ({ ...record, leftOut: parts.get(record.number) }));
  return { ...rest, bytes: base.bytes + rest.bytes, records: [...base.records, ...kept] };
}

const NOTHING: FileRead = { records: [], bytes: 0, torn: undefined };

interface Numbered extends JournalRecord {
  readonly number: number;
}

async function readSegments(
  segments: readonly JournalFile[],
  first: number,
): Promise<Omit<Read, 'records'> & { readonly records: readonly Numbered[] }> {
  const records: Numbered[] = [];
  let last = NOTHING;
  let bytes = 0;
  let next = first;
  for (const segment of segments) {
    if (segment.first !== next) throw missing(next, segment);
    last = await readWhole(segment, segment === segments.at(-1));
    for (const record of last.records) records.push({ ...record, number: next++ });
    bytes += last.bytes;
  }
  return { records, next, bytes, lastBytes: last.bytes, torn: last.torn };
}

function voidedBy(records: readonly Numbered[]): ReadonlySet<number> {
  const voids = records.filter(({ kind }) => kind === VOID);
  return new Set(voids.map(({ body }) => Number(Buffer.from(body).toString())));
}

async function readWhole(file: JournalFile, mayBeTorn: boolean): Promise<FileRead> {
  const bytes = await readFile(file.path);
  const records: JournalRecord[] = [];
  let at = 0;
  for (;;) {
    const decoded = decodeFrame(bytes, at);
    if (decoded.found === 'end') return { records, bytes: at, torn: undefined };
    if (decoded.found === 'damage') {
      const { reason } = decoded;
      const isTorn = mayBeTorn && frameAfter(bytes, at) === undefined;
      if (!isTorn) throw damaged(file.path, at, reason);
      return {
        records,
        bytes: at,
        torn: { path: file.path, offset: at, lost: bytes.length - at, reason },
      };
    }
    records.push(readRecord(decoded.record));
    at = decoded.next;
  }
}

function damaged(file: string, at: number, reason: string): JournalError {
  return new JournalError(
    `${file} is damaged at byte ${at}: ${reason}, and whole records follow, so this is no write that was cut short. ` +
      `Restore the file from a copy. Or give up this record and all after it: truncate -s ${at} ${file}, and move every later file out of the folder`,
  );
}

function missing(next: number, found: JournalFile): JournalError {
  return new JournalError(
    `the records from number ${next} on are missing: the next file is ${found.path}. ` +
      'Restore the missing file from a copy. Or begin anew: move all files of the folder away, and what they hold is given up',
  );
}
