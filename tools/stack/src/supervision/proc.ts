import { readdir, readFile } from 'node:fs/promises';
import { errorCode } from '@aura/parts';

/** A process as opposed to a pid, which the kernel gives to somebody else once the process is gone. */
export interface ProcessId {
  readonly pid: number;
  /** Clock ticks after boot, as /proc tells it. */
  readonly startTicks: string;
}

interface Stat {
  readonly parent: number;
  readonly state: string;
  readonly startTicks: string;
}

export async function identify(pid: number): Promise<ProcessId | undefined> {
  const stat = await readStat(pid);
  return stat && { pid, startTicks: stat.startTicks };
}

export async function isAlive({ pid, startTicks }: ProcessId): Promise<boolean> {
  const stat = await readStat(pid);
  return stat?.startTicks === startTicks && stat.state !== 'Z';
}

/** The process and all its descendants, also those that left its process group; parents first. */
export async function treeOf(pid: number): Promise<ProcessId[]> {
  const children = new Map<number, ProcessId[]>();
  for (const entry of await readdir('/proc')) {
    const stat = /^\d+$/.test(entry) ? await readStat(Number(entry)) : undefined;
    if (!stat) continue;
    const one = { pid: Number(entry), startTicks: stat.startTicks };
    children.set(stat.parent, [...(children.get(stat.parent) ?? []), one]);
  }
  const root = await identify(pid);
  const tree = root ? [root] : [];
  for (const one of tree) tree.push(...(children.get(one.pid) ?? []));
  return tree;
}

/**
 * Memory that the processes hold: what several share, as PostgreSQL's do their buffers, counts once in sum. Where the
 * kernel does not tell that, it counts in full for each.
 */
export async function residentBytes(processes: readonly ProcessId[]): Promise<number> {
  const sizes = await Promise.all(
    processes.map(async ({ pid }) => {
      const shares = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => undefined);
      const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(shares ?? '')?.[1] ?? (await wholeKilobytes(pid));
      return Number(kilobytes) * 1024;
    }),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

async function wholeKilobytes(pid: number): Promise<string> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(gone);
  return /^VmRSS:\s+(\d+) kB$/m.exec(status ?? '')?.[1] ?? '0';
}

/** Sends the signal to whichever of the processes is still the one that was meant. */
export async function signalAll(
  processes: readonly ProcessId[],
  signal: NodeJS.Signals,
): Promise<void> {
  for (const one of processes) {
    if (await isAlive(one)) signalUnlessGone(one.pid, signal);
  }
}

/** A negative pid is a process group. */
export function signalUnlessGone(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

/** The command's name stands in brackets and may hold spaces and brackets itself: fields count from the last one. */
async function readStat(pid: number): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(gone);
  const [state, parent, ...rest] = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? [];
  const startTicks = rest[17];
  if (state === undefined || startTicks === undefined) return undefined;
  return { state, parent: Number(parent), startTicks };
}

/** A process may end between being listed and being read. */
function gone(error: unknown): undefined {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ESRCH') return undefined;
  throw error;
}
