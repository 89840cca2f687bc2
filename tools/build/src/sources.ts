import { type FSWatcher, readdirSync, watch } from 'node:fs';
import path from 'node:path';

const SETTLE_MS = 40;

/**
 * Says when a source beneath the roots changed. esbuild's own watch polls and can take seconds to see
 * an edit; Node's recursive watch loses files that an editor replaces. So each folder is watched.
 */
export class Sources {
  readonly #roots: readonly string[];
  readonly #onChange: () => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #settling: NodeJS.Timeout | undefined;

  constructor(roots: readonly string[], onChange: () => void) {
    this.#roots = roots;
    this.#onChange = onChange;
    this.#followFolders();
  }

  close(): void {
    clearTimeout(this.#settling);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #followFolders(): void {
    const folders = new Set(this.#roots.flatMap(foldersBeneath));
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) {
      if (!this.#watchers.has(folder)) this.#watchers.set(folder, this.#watchFolder(folder));
    }
  }

  #watchFolder(folder: string): FSWatcher {
    const watcher = watch(folder, (_event, name) => {
      if (name === null || isSource(name)) this.#settle();
    });
    // A folder that was removed under its watcher; the next change looks at the tree again.
    watcher.on('error', () => this.#watchers.delete(folder));
    return watcher;
  }

  /** An editor writes a file in several steps, a checkout many files: one report after the last. */
  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#followFolders();
      this.#onChange();
    }, SETTLE_MS);
  }
}

function foldersBeneath(root: string): readonly string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory());
  return [root, ...folders.map((entry) => path.join(entry.parentPath, entry.name))];
}

/** Without an extension it is a folder that came or went. */
export function isSource(name: string): boolean {
  return !name.endsWith('.spec.ts') && ['.ts', '.json', ''].includes(path.extname(name));
}
