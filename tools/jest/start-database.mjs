import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tsImport } from 'tsx/esm/api';
import { WORKSPACE } from './aliases.mjs';

const DATABASE = 'AURA_TEST_DATABASE_URL';
const REDIS = 'AURA_TEST_REDIS_SERVER';

/** What the specs of a project need for real, unless the caller brings it: a PostgreSQL, and programs to start. */
export default async function startDatabase({ rootDir }) {
  const parts = await tsImport('../parts/src/index.ts', {
    parentURL: import.meta.url,
    tsconfig: path.join(WORKSPACE, 'tsconfig.base.json'),
  });
  const programs = testedWith(rootDir);
  if (programs.includes('redis-server')) await findRedis(parts);
  if (programs.includes('pushgateway')) await putOnPath('pushgateway', parts);
  if (process.env[DATABASE]) return;
  const database = await parts.startThrowawayPostgres();
  process.env[DATABASE] = database.url;
  globalThis.stopThrowawayPostgres = () => database.stop();
}

/** Programs that a project's specs start themselves are named in its project.json. */
function testedWith(rootDir) {
  const file = path.join(rootDir, 'project.json');
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')).metadata?.testedWith ?? [])
    : [];
}

/** A program that needs nothing beside itself is found by its name. */
async function putOnPath(name, { ensurePrograms }) {
  const program = (await ensurePrograms([name])).get(name);
  if (program === undefined || 'missing' in program) return; // the specs skip, and say what they lack
  process.env.PATH = `${path.dirname(program.bin)}${path.delimiter}${process.env.PATH}`;
}

/** One that was fetched finds its libraries beside itself, which a script of one line can say. */
async function findRedis({ ensurePrograms }) {
  if (process.env[REDIS]) return;
  const redis = (await ensurePrograms(['redis-server'])).get('redis-server');
  if (redis === undefined || 'missing' in redis) return; // the specs skip, and say what they lack
  const folder = mkdtempSync(path.join(tmpdir(), 'aura-redis-server-'));
  const script = path.join(folder, 'redis-server');
  const libraries = redis.env?.LD_LIBRARY_PATH ?? '';
  const words = [redis.bin, ...redis.args].map((word) => `'${word}'`).join(' ');
  writeFileSync(script, `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' exec ${words} "$@"\n`, {
    mode: 0o755,
  });
  process.env[REDIS] = script;
  globalThis.redisServerFolder = folder;
}
