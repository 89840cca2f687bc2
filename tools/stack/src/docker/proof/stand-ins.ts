import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '@aura/parts';
import { buildCommand } from '../engine.js';
import { standIns, type StandIn } from './table.js';

const FETCH_DEADLINE_MS = 120_000;
const BUILD_DEADLINE_MS = 300_000;

export interface Built {
  /** Variables of the Compose file, and what stands in for each. */
  readonly images: Readonly<Record<string, string>>;
}

/** Builds every stand-in, or says why it cannot be done here. */
export async function buildStandIns(builder: string): Promise<Built | { readonly reason: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aura-stand-ins-'));
  try {
    const busybox = await fetchBusybox(folder);
    if (busybox === undefined) return { reason: 'no package source here offers busybox-static' };
    const postgres = await newestPostgres();
    if (postgres === undefined)
      return { reason: 'PostgreSQL is not installed in /usr/lib/postgresql' };
    const images: Record<string, string> = {};
    for (const standIn of await standIns(folder, postgres)) {
      await build({ standIn, folder, busybox, builder });
      images[standIn.variable] = standIn.tag;
    }
    return { images };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Not tied to any library, it is shell, wget and tar in an image that has nothing. */
async function fetchBusybox(folder: string): Promise<string | undefined> {
  const script = 'apt-get download -qq busybox-static && dpkg-deb -x busybox-static_*.deb root';
  const fetched = await run({ bin: 'sh', args: ['-c', script], cwd: folder }, FETCH_DEADLINE_MS);
  return fetched.ok ? path.join(folder, 'root/bin/busybox') : undefined;
}

async function newestPostgres(): Promise<string | undefined> {
  const versions = await readdir('/usr/lib/postgresql').catch((): string[] => []);
  return versions.sort((a, b) => Number(a) - Number(b)).at(-1);
}

interface Building {
  readonly standIn: StandIn;
  readonly folder: string;
  readonly busybox: string;
  readonly builder: string;
}

async function build({ standIn, folder, busybox, builder }: Building): Promise<void> {
  const { tag, files, lines, libraries } = standIn;
  const context = await mkdtemp(path.join(folder, 'context-'));
  const root = path.join(context, 'root');
  await makeRoot(busybox, root);
  const always = ['libnss_dns.so.2', 'libnss_files.so.2', 'libresolv.so.2'];
  for (const [from, to] of files) await copyTo(from, path.join(root, to));
  for (const file of always)
    await copyTo(`/lib/x86_64-linux-gnu/${file}`, path.join(root, 'lib/x86_64-linux-gnu', file));
  for (const file of await librariesOf(
    files.map(([from]) => from),
    libraries,
  ))
    await copyTo(
      file,
      path.join(
        root,
        file.includes('ld-linux') ? 'lib64' : 'lib/x86_64-linux-gnu',
        path.basename(file),
      ),
    );
  const dockerfile = [
    'FROM scratch',
    'COPY root /',
    'ENV PATH=/usr/local/bin:/usr/bin:/bin',
    ...lines,
  ];
  await writeFile(path.join(context, 'Dockerfile'), `${dockerfile.join('\n')}\n`);
  const built = await run(
    buildCommand(builder, ['-q', '-t', tag, context], folder),
    BUILD_DEADLINE_MS,
  );
  if (!built.ok) throw new Error(`${tag} was not built: ${built.reason}`);
  await rm(context, { recursive: true });
}

async function makeRoot(busybox: string, root: string): Promise<void> {
  for (const place of ['bin', 'usr/bin', 'lib64', 'tmp', 'etc', 'lib/x86_64-linux-gnu'])
    await mkdir(path.join(root, place), { recursive: true });
  await copyApplets(busybox, root);
  const users = ['root:x:0:0::/:/bin/sh', 'postgres:x:999:999::/:/bin/sh', ''];
  await writeFile(path.join(root, 'etc/passwd'), users.join('\n'));
}

async function copyApplets(busybox: string, root: string): Promise<void> {
  await cp(busybox, path.join(root, 'bin/busybox'));
  const listed = await run({ bin: busybox, args: ['--list'] }, FETCH_DEADLINE_MS);
  if (!listed.ok) throw new Error(`busybox does not list its applets: ${listed.reason}`);
  const applets = listed.stdout
    .trim()
    .split('\n')
    .filter((name) => name !== 'busybox');
  for (const name of applets) await symlink('busybox', path.join(root, 'bin', name));
  await symlink('/bin/busybox', path.join(root, 'usr/bin/env'));
}

async function copyTo(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  await cp(from, to, { recursive: true, dereference: true });
}

/** As the loader finds them; a folder or a script has none. */
async function librariesOf(files: readonly string[], more = ''): Promise<ReadonlySet<string>> {
  const script = `for f in "$@"; do LD_LIBRARY_PATH=${more} ldd "$f" 2>/dev/null || true; done`;
  const listed = await run({ bin: 'sh', args: ['-c', script, 'sh', ...files] }, FETCH_DEADLINE_MS);
  if (!listed.ok) throw new Error(`ldd failed: ${listed.reason}`);
  return new Set(
    [...listed.stdout.matchAll(/(?:=> |^\s+)(\/\S+)/gm)].flatMap(([, file]) => file ?? []),
  );
}
