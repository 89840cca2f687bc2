import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { errorCode } from '@aura/parts';
import { PART_NAMES, PORTS, type PartName } from './ports.js';
import { portSetting, type Settings } from './settings.js';

export type Ports = Readonly<Record<PartName, number>>;

/** A port for each part, or every conflict at once: a part is told of its port before anything starts. */
export async function claimPorts(
  settings: Settings,
  parts: readonly PartName[],
): Promise<Ports | string[]> {
  const claims = await Promise.all(
    PART_NAMES.map(async (name) => {
      const wanted = portSetting(settings, name);
      return { name, wanted, port: parts.includes(name) ? await tryListen(wanted) : wanted };
    }),
  );
  const conflicts = claims.flatMap(({ name, wanted, port }) =>
    typeof port === 'number' ? [] : [explain(name, wanted, port)],
  );
  if (conflicts.length > 0) return Promise.all(conflicts);
  return Object.fromEntries(claims.map(({ name, port }) => [name, port])) as Ports; // each name got its port above
}

async function explain(part: PartName, port: number, refusal: Refusal): Promise<string> {
  if (refusal === 'forbidden') return conflict(part, port, 'the system, for root alone,');
  return conflict(part, port, (await holderOf(port)) ?? 'another process');
}

/** For the reader of a terminal: who is in whose way, and what moves ours. */
export function conflict(part: PartName, port: number, holder: string): string {
  return `${part} wants port ${port}, which ${holder} holds; ${PORTS[part].variable}=0 takes any free one`;
}

type Refusal = 'taken' | 'forbidden';

/** The port that was listened on for a moment, or why it could not be. */
async function tryListen(port: number): Promise<number | Refusal> {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return 'taken';
    if (errorCode(error) === 'EACCES') return 'forbidden';
    throw error;
  }
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return address.port;
}

/** Which process listens there, as far as /proc lets this user see. */
async function holderOf(port: number): Promise<string | undefined> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
  for (const pid of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    if (!(await holdsSocket(pid, inodes))) continue;
    const command = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a process');
    return `${command.trim()} (pid ${pid})`;
  }
  return undefined;
}

const LISTEN = '0A';

/** The sockets that listen on `port`, in a table such as /proc/net/tcp; ports there are hexadecimal. */
export function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(suffix) === true && state === LISTEN)
    .flatMap(({ 9: inode }) => (inode === undefined ? [] : [inode]));
}

/** Another user's process does not show its files, and a process may be gone: neither is then the one found. */
async function holdsSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const files = await readdir(folder).catch((): string[] => []);
  const links = await Promise.all(
    files.map((file) => readlink(`${folder}/${file}`).catch(() => '')),
  );
  return links.some((link) => inodes.has(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? ''));
}
