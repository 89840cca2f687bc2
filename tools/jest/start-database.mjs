import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tsImport } from 'tsx/esm/api';
import { WORKSPACE } from './aliases.mjs';

const DATABASE = 'AURA_TEST_DATABASE_URL';
const REDIS = 'AURA_TEST_REDIS_SERVER';
const CHROMIUM = 'AURA_TEST_CHROMIUM';
/** What specs start by its name. */
const ON_PATH = ['pushgateway', 'prometheus', 'haproxy'];

/** What the specs of a project need for real, unless the caller brings it: a PostgreSQL, and programs to start. */
export default async function startDatabase({ rootDir }) {
  const parts = await tsImport('../parts/src/index.ts', {
    parentURL: import.meta.url,
    tsconfig: path.join(WORKSPACE, 'tsconfig.base.json'),
  });
  const programs = testedWith(rootDir);
  if (programs.includes('redis-server')) await findRedis(parts);
  if (programs.includes('chromium')) await findChromium(parts);
  for (const name of ON_PATH) if (programs.includes(name)) await putOnPath(name, parts);
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

async function putOnPath(name, { ensurePrograms }) {
  const program = (await ensurePrograms([name])).get(name);
  if (program === undefined || 'missing' in program) return; // the specs skip, and say what they lack
  const folder = path.dirname(program.env === undefined ? program.bin : scriptOf(name, program));
  process.env.PATH = `${folder}${path.delimiter}${process.env.PATH}`;
}

/** The specs skip without it, and say why. */
async function findChromium({ ensureChromium }) {
  if (process.env[CHROMIUM]) return;
  const chromium = await ensureChromium();
  if ('missing' in chromium) process.env[`${CHROMIUM}_MISSING`] = chromium.reason;
  else process.env[CHROMIUM] = chromium.bin;
}

async function findRedis({ ensurePrograms }) {
  if (process.env[REDIS]) return;
  const redis = (await ensurePrograms(['redis-server'])).get('redis-server');
  if (redis === undefined || 'missing' in redis) return; // the specs skip, and say what they lack
  process.env[REDIS] = scriptOf('redis-server', redis);
}

/** One that was fetched finds its libraries beside itself, which a script of one line can say. */
function scriptOf(name, { bin, args, env }) {
  const folder = mkdtempSync(path.join(tmpdir(), `aura-${name}-`));
  const script = path.join(folder, name);
  const libraries = env?.LD_LIBRARY_PATH ?? '';
  const words = [bin, ...args].map((word) => `'${word}'`).join(' ');
  writeFileSync(script, `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' exec ${words} "$@"\n`, {
    mode: 0o755,
  });
  (globalThis.scriptFolders ??= []).push(folder);
  return script;
}
