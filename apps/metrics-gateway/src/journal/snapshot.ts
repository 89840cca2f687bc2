import { rename } from 'node:fs/promises';
import { syncFolder, type AppendFile, type Disk } from './disk.js';
import { filesOf, removeAll, snapshotPath, unfinished } from './folder.js';
import { frameOf } from './frame.js';
import { recordOf } from './record.js';
import type { RecordKind } from './journal.js';

/** The state between two records. */
export interface Snapshot {
  /** The number of the first record that is not in it. */
  readonly first: number;
  readonly bodies: readonly Body[];
}

interface Body {
  readonly kind: string;
  readonly encode: () => Uint8Array;
}

/** Written at once; between two of them other work gets its turn. */
const CHUNK_BYTES = 1_048_576;

export function snapshotOf(kinds: Iterable<RecordKind>, first: number): Snapshot {
  const bodies = [...kinds].flatMap((kind) =>
    kind.dump().map((encode) => ({ kind: kind.name, encode })),
  );
  return { first, bodies };
}

/** Writes a snapshot and then removes what it replaces. Returns its size in bytes. Cut short, it changes nothing. */
export async function writeSnapshot(
  { folder, disk }: { readonly folder: string; readonly disk: Disk },
  { first, bodies }: Snapshot,
): Promise<number> {
  const finished = snapshotPath(folder, first);
  try {
    const bytes = await writeTo(await disk.open(unfinished(finished)), bodies);
    await rename(unfinished(finished), finished);
    await syncFolder(folder);
    return bytes;
  } finally {
    // What the snapshot replaces; or, where it could not be finished, what there is of it.
    await removeAll((await filesOf(folder)).leftovers);
  }
}

async function writeTo(file: AppendFile, bodies: readonly Body[]): Promise<number> {
  try {
    await file.cut(0);
    const bytes = await appendAll(file, bodies);
    await file.sync();
    return bytes;
  } finally {
    await file.close();
  }
}

async function appendAll(file: AppendFile, bodies: readonly Body[]): Promise<number> {
  let bytes = 0;
  let chunk: Buffer[] = [];
  let held = 0;
  for (const { kind, encode } of bodies) {
    const frame = frameOf(recordOf({ kind, body: encode() }));
    chunk.push(frame);
    held += frame.length;
    bytes += frame.length;
    if (held < CHUNK_BYTES) continue;
    await file.append(Buffer.concat(chunk));
    chunk = [];
    held = 0;
  }
  await file.append(Buffer.concat(chunk));
  return bytes;
}
