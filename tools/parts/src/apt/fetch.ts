import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run, type Finished } from '../command.js';
import { waitForLock } from '../lock.js';
import { exists, sizeOf } from '../files.js';
import { parseListing, type ListedPackage } from './listing.js';
import { privateApt, type PrivateApt } from './private-apt.js';

const LOCK_DEADLINE_MS = 900_000;
const UNPACK_DEADLINE_MS = 120_000;
const TICK_MS = 500;
const DONE: Finished = { ok: true, stdout: '' };

type Failed = Extract<Finished, { ok: false }>;

export type OnProgress = (progress: { readonly step: string; readonly detail: string }) => void;

export interface Wanted {
  readonly name: string;
  /** Not asked for again where the distribution has it not. */
  readonly isOptional?: true;
  /** Fetched together with the libraries this machine lacks for it. */
  readonly needsLibraries?: true;
}

/** A folder that packages are unpacked into; `root` stands in for `/`. */
export interface Bundle {
  readonly folder: string;
  readonly root: string;
  readonly onProgress: OnProgress;
  /** Ends the fetching early; what is there by then is kept. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Unpacks what is wanted and not there yet. A package counts as there when its stamp is, which is written after
 * its last file: what was interrupted is taken up again, what is whole is left alone.
 */
export async function fetchPackages(bundle: Bundle, all: readonly Wanted[]): Promise<Finished> {
  if ((await lacking(bundle, all)).length === 0) return DONE;
  await mkdir(path.join(bundle.folder, 'stamps'), { recursive: true });
  const lock = await waitForLock(`parts:${bundle.folder}`, {
    signal: AbortSignal.timeout(LOCK_DEADLINE_MS),
    onWait: () => {
      bundle.onProgress({ step: 'programs', detail: 'another process is fetching them; waiting' });
    },
  });
  try {
    const wanted = await lacking(bundle, all);
    return wanted.length === 0 ? DONE : await fetchUnderLock(bundle, wanted);
  } finally {
    await lock.release();
  }
}

async function lacking(bundle: Bundle, all: readonly Wanted[]): Promise<Wanted[]> {
  const isThere = await Promise.all(all.map(({ name }) => exists(stampOf(bundle, name))));
  return all.filter((_, index) => !isThere[index]);
}

async function fetchUnderLock(bundle: Bundle, wanted: readonly Wanted[]): Promise<Finished> {
  const apt = await privateApt(path.join(bundle.folder, 'apt'), bundle.signal);
  bundle.onProgress({ step: 'programs', detail: 'reading the package lists' });
  const updated = await apt.update();
  if (!updated.ok) return updated;
  const names = await apt.names();
  if (!names.ok) return names;
  const offered = new Set(names.stdout.split('\n'));
  const there = wanted.filter(({ name }) => offered.has(name));
  const unpacked = await downloadAndUnpack(bundle, apt, there);
  if (!unpacked.ok) return unpacked;
  for (const { name } of there) await writeFile(stampOf(bundle, name), 'unpacked\n');
  const absentees = wanted.filter(({ name, isOptional }) => isOptional && !offered.has(name));
  for (const { name } of absentees) await writeFile(stampOf(bundle, name), 'not offered\n');
  await rm(path.join(bundle.folder, 'debs'), { recursive: true, force: true });
  return DONE;
}

async function downloadAndUnpack(
  bundle: Bundle,
  apt: PrivateApt,
  wanted: readonly Wanted[],
): Promise<Finished> {
  if (wanted.length === 0) return DONE;
  const debs = path.join(bundle.folder, 'debs');
  await mkdir(debs, { recursive: true });
  await mkdir(bundle.root, { recursive: true });
  const listed = await listAll(apt, wanted);
  if ('reason' in listed) return listed;
  const stopTelling = tellDownload(bundle, debs, listed);
  const downloaded = await apt.download(
    listed.map(({ name }) => name),
    debs,
  );
  stopTelling();
  if (!downloaded.ok) return downloaded;
  for (const [index, { name, file }] of listed.entries()) {
    bundle.onProgress({
      step: 'programs',
      detail: `unpacking ${name}, ${String(index + 1)} of ${String(listed.length)}`,
    });
    const unpack = { bin: 'dpkg-deb', args: ['-x', path.join(debs, file), bundle.root] };
    const unpacked = await run(unpack, UNPACK_DEADLINE_MS, bundle.signal);
    if (!unpacked.ok) return unpacked;
  }
  return DONE;
}

async function listAll(
  apt: PrivateApt,
  wanted: readonly Wanted[],
): Promise<ListedPackage[] | Failed> {
  const own = await apt.list(wanted.map(({ name }) => name));
  if (!own.ok) return own;
  const dynamic = wanted.filter(({ needsLibraries }) => needsLibraries).map(({ name }) => name);
  if (dynamic.length === 0) return parseListing(own.stdout);
  const libraries = await apt.listWithDependencies(dynamic);
  return libraries.ok ? parseListing(own.stdout + libraries.stdout) : libraries;
}

/** apt-get says nothing while it downloads into a pipe; how far it is can be read off the folder. */
function tellDownload(bundle: Bundle, debs: string, listed: readonly ListedPackage[]): () => void {
  const total = listed.reduce((sum, { bytes }) => sum + bytes, 0);
  const tell = async (): Promise<void> => {
    const sizes = await Promise.all(listed.map(({ file }) => sizeOf(path.join(debs, file))));
    const got = sizes.reduce((sum, bytes) => sum + bytes, 0);
    const whole = listed.filter(({ bytes }, index) => sizes[index] === bytes).length;
    bundle.onProgress({
      step: 'programs',
      detail: `downloading ${megabytes(got)} of ${megabytes(total)} MB, ${String(whole)} of ${String(listed.length)} packages`,
    });
  };
  const ticker = setInterval(() => void tell(), TICK_MS);
  return () => {
    clearInterval(ticker);
  };
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
const stampOf = (bundle: Bundle, name: string): string => path.join(bundle.folder, 'stamps', name);
