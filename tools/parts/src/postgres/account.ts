import { lstat, mkdir } from 'node:fs/promises';
import { run, type User } from '../command.js';
import { absent } from '../files.js';

/** `nobody`: there on every Linux, owns nothing. */
const NOBODY: User = { uid: 65534, gid: 65534 };
const PROBE_DEADLINE_MS = 5_000;

/**
 * PostgreSQL refuses to run as root. Root steps down to whoever owns the cluster already, so that a clone used
 * by its owner first and by root later keeps one owner; else to `nobody`. Anyone else runs it as himself.
 */
export async function accountFor(home: string): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await lstat(home).catch(absent);
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : NOBODY;
}

/** Whether `user` can enter `folder`, asked of the kernel: modes of every parent, ACLs and mounts have a say. */
export async function canEnter(folder: string, user: User | undefined): Promise<boolean> {
  const probe = { bin: 'test', args: ['-x', folder], cwd: '/', ...(user && { user }) };
  return (await run(probe, PROBE_DEADLINE_MS)).ok;
}

/** Makes a folder in a place others may write to, and refuses one that somebody else put there before us. */
export async function makeOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const found = await lstat(folder);
  const isOurs =
    found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
  if (!isOurs) {
    throw new Error(
      `${folder} belongs to somebody else or can be written by others; move it away and start again`,
    );
  }
}
