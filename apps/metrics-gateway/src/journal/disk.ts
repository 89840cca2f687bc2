import { open, type FileHandle } from 'node:fs/promises';

/** A file that is only appended to. */
export interface AppendFile {
  /** Writes all of the bytes at the end, or throws with any part of them written. */
  append(bytes: Uint8Array): Promise<void>;
  /** Returns when what was appended is on the device. */
  sync(): Promise<void>;
  /** Cuts the file to this length. */
  cut(length: number): Promise<void>;
  close(): Promise<void>;
}

/** What the journal asks of a disk; tests have one that is full. */
export interface Disk {
  /** Opens a file for appending, and makes it where there is none. */
  open(path: string): Promise<AppendFile>;
}

export const REAL_DISK: Disk = { open: async (path) => fileOf(await open(path, 'a')) };

function fileOf(handle: FileHandle): AppendFile {
  return {
    append: (bytes) => appendAll(handle, bytes),
    sync: () => handle.datasync(),
    cut: (length) => handle.truncate(length),
    close: () => handle.close(),
  };
}

/** A write that meets the end of the disk says so by writing less; only the next one fails. */
async function appendAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, at);
    at += bytesWritten;
  }
}

const FULL: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** No room: the disk, the user's quota or the largest file allowed is reached. */
export function isFull(error: unknown): boolean {
  return FULL.includes(codeOf(error));
}

/** What the system calls an error, such as `ENOSPC`. */
export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** New, renamed and removed names of a folder are on the device only after this. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
