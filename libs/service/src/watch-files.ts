import { readFile } from 'node:fs/promises';
import { reasonOf } from '@aura/health';

const EVERY_MS = 2_000;

export type FilesRead =
  | { readonly ok: true; readonly texts: readonly string[] }
  | { readonly ok: false; readonly reason: string };

export interface FilesWatch {
  /** Looks now. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Tells when the files together hold something else than when they were told of last: each two seconds, and at once on
 * SIGHUP. What they hold is compared, not their times: a file that a container mounts changes by a link, and one that
 * was copied in may be older than the one before it.
 */
export function watchFiles(
  paths: readonly string[],
  first: readonly string[],
  tell: (read: FilesRead) => void,
): FilesWatch {
  let last = JSON.stringify({ ok: true, texts: first } satisfies FilesRead);
  const once = async (): Promise<void> => {
    const read = await readAll(paths);
    const now = JSON.stringify(read);
    if (now === last) return;
    last = now;
    tell(read);
  };
  let looking = Promise.resolve();
  const look = (): Promise<void> => (looking = looking.then(once));
  const onHangUp = (): void => void look();
  const timer = setInterval(onHangUp, EVERY_MS).unref();
  process.on('SIGHUP', onHangUp);
  const close = async (): Promise<void> => {
    clearInterval(timer);
    process.off('SIGHUP', onHangUp);
    await looking;
  };
  return { look, close };
}

async function readAll(paths: readonly string[]): Promise<FilesRead> {
  try {
    const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
    return { ok: true, texts };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}
