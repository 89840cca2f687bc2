import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run, type Finished } from '../command.js';

/** For the whole download on a slow line; a server that says nothing is given up far sooner, see below. */
const DEADLINE_MS = 900_000;

/** apt with lists and caches of its own: it reads the system's sources and keys and changes nothing outside `folder`. */
export interface PrivateApt {
  update(): Promise<Finished>;
  /** Names of all packages the sources offer, one a line. */
  names(): Promise<Finished>;
  /** What `names` alone are made of, as `--print-uris` lists it. */
  list(names: readonly string[]): Promise<Finished>;
  /** What this machine lacks to run `names`, they included, as `--print-uris` lists it. */
  listWithDependencies(names: readonly string[]): Promise<Finished>;
  /** Into `into`. A file that is there and whole is not fetched again; every file is checked against its hash. */
  download(names: readonly string[], into: string): Promise<Finished>;
}

export async function privateApt(folder: string, signal?: AbortSignal): Promise<PrivateApt> {
  const config = path.join(folder, 'apt.conf');
  await mkdir(path.join(folder, 'lists/partial'), { recursive: true });
  await mkdir(path.join(folder, 'cache/archives/partial'), { recursive: true });
  await writeFile(config, configuration(folder));
  const apt = (tool: string, args: readonly string[], cwd = folder): Promise<Finished> =>
    run({ bin: tool, args: ['-c', config, ...args], cwd }, DEADLINE_MS, signal);
  const install = ['install', '--print-uris', '--yes', '--no-install-recommends'];
  return {
    update: async () => needsLists(folder, await apt('apt-get', ['update', '-qq'])),
    names: () => apt('apt-cache', ['pkgnames']),
    list: (names) => apt('apt-get', ['download', '--print-uris', ...names]),
    listWithDependencies: (names) => apt('apt-get', [...install, ...names]),
    download: (names, into) => apt('apt-get', ['download', '-qq', ...names], into),
  };
}

/** apt counts an update that reached no source at all as a success with warnings. */
async function needsLists(folder: string, updated: Finished): Promise<Finished> {
  const lists = await readdir(path.join(folder, 'lists'));
  if (!updated.ok || lists.some((file) => file.includes('_Packages'))) return updated;
  return { ok: false, reason: 'none of the package sources of this machine could be reached' };
}

/** The hooks are cleared because images and desktops use them to clean the system's caches after an update. */
function configuration(folder: string): string {
  return `
Dir::State "${folder}";
Dir::State::lists "${folder}/lists";
Dir::State::status "/var/lib/dpkg/status";
Dir::Cache "${folder}/cache";
APT::Sandbox::User "root";
Debug::NoLocking "true";
Acquire::Retries "2";
Acquire::http::Timeout "30";
Acquire::https::Timeout "30";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
`;
}
