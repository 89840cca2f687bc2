import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { fetchPackages, type Bundle, type OnProgress, type Wanted } from './apt/fetch.js';
import type { Command, Missing } from './command.js';
import { SEARCH_PATH } from './config.js';
import { exists } from './files.js';
import { PROGRAMS, type ProgramName } from './programs.js';
import { PARTS_FOLDER } from './repository.js';

export interface EnsureOptions {
  readonly onProgress?: OnProgress;
  /** Where fetched programs are kept; by default in the working tree's own `.aura/parts`. */
  readonly folder?: string;
  /** Ends the fetching early. */
  readonly signal?: AbortSignal;
}

export type Programs<N extends ProgramName> = ReadonlyMap<N, Command | Missing>;

/**
 * A runnable command for each name: the machine's own where it is on the PATH, else one unpacked from the
 * distribution's packages into `folder`, which needs no root and installs nothing. What cannot be had is
 * answered with the reason and the cost.
 */
export async function ensurePrograms<N extends ProgramName>(
  names: readonly N[],
  {
    onProgress = () => undefined,
    folder = path.join(PARTS_FOLDER, 'apt'),
    signal,
  }: EnsureOptions = {},
): Promise<Programs<N>> {
  const found = new Map<N, Command | Missing>();
  for (const name of names) {
    const bin = await onPath(PROGRAMS[name].onPath);
    if (bin !== undefined) found.set(name, { bin, args: [] });
  }
  const rest = names.filter((name) => !found.has(name));
  const bundle = { folder, root: path.join(folder, 'root'), onProgress, signal };
  const fetched = await fetchPackages(bundle, packagesOf(rest));
  for (const name of rest) {
    found.set(name, fetched.ok ? await fromBundle(bundle, name) : missing(name, fetched.reason));
  }
  return found;
}

/** As an error for whoever cannot go on without it. */
export function required(program: Command | Missing | undefined): Command {
  if (program === undefined) throw new Error('a program was asked for that was not ensured');
  if ('missing' in program)
    throw new Error(`${program.missing} is not to be had here: ${program.reason}`);
  return program;
}

async function onPath(names: readonly string[]): Promise<string | undefined> {
  for (const candidate of SEARCH_PATH.flatMap((folder) =>
    names.map((name) => path.join(folder, name)),
  )) {
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false, // whatever forbids running it, it is not one to run
  );
}

function packagesOf(names: readonly ProgramName[]): Wanted[] {
  const packages = names.flatMap((name): readonly Wanted[] => PROGRAMS[name].packages);
  return [...new Map(packages.map((wanted) => [wanted.name, wanted])).values()];
}

function missing(name: ProgramName, reason: string): Missing {
  return { missing: name, reason, cost: PROGRAMS[name].cost };
}

async function fromBundle({ root }: Bundle, name: ProgramName): Promise<Command | Missing> {
  const { bin, unpacked } = PROGRAMS[name];
  const isThere = await exists(path.join(root, bin));
  return isThere ? unpacked(root, path.join(root, bin)) : notOffered(name);
}

function notOffered(name: ProgramName): Missing {
  return missing(
    name,
    `no package source this machine can reach offers ${PROGRAMS[name].packages[0].name}`,
  );
}
