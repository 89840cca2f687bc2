import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** A file of the journal's folder. */
export interface JournalFile {
  readonly path: string;
  /** Of its first record; of a snapshot, of the first record that is not in it. */
  readonly first: number;
}

export interface JournalFiles {
  /** The newest. */
  readonly snapshot: JournalFile | undefined;
  /** Those that the snapshot does not replace, oldest first. */
  readonly segments: readonly JournalFile[];
  /** Older than the snapshot, or a snapshot that was not finished. */
  readonly leftovers: readonly string[];
}

const NAME = /^(\d{16})\.(segment|snapshot)$/;
const UNFINISHED = '.unfinished';

export function segmentPath(folder: string, first: number): string {
  return path.join(folder, `${digits(first)}.segment`);
}

export function snapshotPath(folder: string, first: number): string {
  return path.join(folder, `${digits(first)}.snapshot`);
}

export function unfinished(file: string): string {
  return file + UNFINISHED;
}

export async function filesOf(folder: string): Promise<JournalFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = (await readdir(folder)).sort();
  const of = (wanted: string): readonly JournalFile[] =>
    names.flatMap((name) => {
      const [, first, kind] = NAME.exec(name) ?? [];
      return kind === wanted ? [{ path: path.join(folder, name), first: Number(first) }] : [];
    });
  const snapshots = of('snapshot');
  const snapshot = snapshots.at(-1);
  const isOld = ({ first }: JournalFile): boolean => first < (snapshot?.first ?? 0);
  const segments = of('segment');
  const begun = names.filter((name) => name.endsWith(UNFINISHED));
  return {
    snapshot,
    segments: segments.filter((file) => !isOld(file)),
    leftovers: [
      ...[...segments, ...snapshots].filter(isOld).map((file) => file.path),
      ...begun.map((name) => path.join(folder, name)),
    ],
  };
}

export async function removeAll(paths: readonly string[]): Promise<void> {
  for (const one of paths) await rm(one, { force: true });
}

function digits(first: number): string {
  return String(first).padStart(16, '0');
}
