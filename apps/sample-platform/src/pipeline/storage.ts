import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { codeOf, StorageError } from './errors.js';

/** A render writes a few megabytes; below this the disk is left to what keeps the machine alive. */
const LEAST_FREE_BYTES = 256 * 1024 * 1024;
const WORK_FOLDER = '.work';
/** No render takes so long; another process may share the folder. */
const ABANDONED_MS = 3_600_000;

export interface VideoFiles {
  readonly video: string;
  readonly thumbnail: string;
}

export interface Delivery {
  readonly videoBytes: number;
  readonly thumbnailBytes: number;
  /** SHA-256 of the delivered video, hexadecimal. */
  readonly checksum: string;
}

/** Where the delivered files of a generation lie. */
export function deliveredFiles(mediaDir: string, id: string): VideoFiles {
  return { video: path.join(mediaDir, `${id}.mp4`), thumbnail: path.join(mediaDir, `${id}.jpg`) };
}

/** An empty folder for the files of one generation, on the same disk as the media folder. */
export async function openWorkFolder(mediaDir: string, id: string): Promise<string> {
  return storing(`make a work folder in ${mediaDir}`, async () => {
    const folder = path.join(mediaDir, WORK_FOLDER, id);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(mediaDir);
    if (bavail * bsize >= LEAST_FREE_BYTES) return folder;
    throw new StorageError(`less than ${String(LEAST_FREE_BYTES)} bytes are free in ${mediaDir}`);
  });
}

/** Removes the folder of one generation with everything in it. */
export async function closeWorkFolder(mediaDir: string, id: string): Promise<void> {
  const folder = path.join(mediaDir, WORK_FOLDER, id);
  await storing(`remove ${folder}`, () => rm(folder, { recursive: true, force: true }));
}

/** Makes the media folder, and removes from it what killed processes left behind long ago. */
export async function openMediaFolder(mediaDir: string, now: Date): Promise<void> {
  await storing(`open the media folder ${mediaDir}`, async () => {
    const work = path.join(mediaDir, WORK_FOLDER);
    await mkdir(work, { recursive: true });
    for (const name of await readdir(work)) {
      const folder = path.join(work, name);
      const { mtimeMs } = await stat(folder);
      if (now.getTime() - mtimeMs > ABANDONED_MS)
        await rm(folder, { recursive: true, force: true });
    }
  });
}

/** Moves finished files to where they are served from. Each appears whole or not at all. */
export async function deliver(files: VideoFiles, to: VideoFiles): Promise<Delivery> {
  return storing(`deliver ${to.video}`, async () => {
    const checksum = await sha256(files.video);
    await moveWhole(files.thumbnail, to.thumbnail);
    await moveWhole(files.video, to.video);
    const [video, thumbnail] = await Promise.all([stat(to.video), stat(to.thumbnail)]);
    return { videoBytes: video.size, thumbnailBytes: thumbnail.size, checksum };
  });
}

/** Deletes the delivered files of a generation and returns how many bytes that gave back. */
export async function discard({ video, thumbnail }: VideoFiles): Promise<number> {
  const sizes = await Promise.all([video, thumbnail].map(discardFile));
  return sizes.reduce((sum, size) => sum + size, 0);
}

export async function bytesOf(file: string): Promise<number> {
  return storing(`read the size of ${file}`, async () => (await stat(file)).size);
}

async function discardFile(file: string): Promise<number> {
  try {
    const { size } = await stat(file);
    await rm(file, { force: true });
    return size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw new StorageError(`could not delete ${file}`, { cause: error });
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** A rename is atomic on one disk; the sync before it keeps a power cut from leaving a named, empty file. */
async function moveWhole(from: string, to: string): Promise<void> {
  const file = await open(from, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(from, to);
}

async function storing<T>(attempt: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw new StorageError(`could not ${attempt}`, { cause: error });
  }
}
