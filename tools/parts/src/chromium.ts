import { createRequire } from 'node:module';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { run, type Command, type Missing } from './command.js';
import { errorCode } from './error-code.js';
import { exists } from './files.js';
import { PARTS_FOLDER } from './repository.js';

const require = createRequire(import.meta.url);

const FOLDER = path.join(PARTS_FOLDER, 'chromium-147');
const UNPACK_MS = 60_000;
const START_MS = 20_000;

/** The package unpacks to the system's temporary folder, and takes what it finds there for whole. */
const UNPACK = `process.env.TMPDIR = process.argv[1];
const { default: chromium } = await import(process.argv[2]);
await chromium.executablePath();`;

/** A browser for specs, from its npm package. Flags are the caller's. */
export async function ensureChromium(): Promise<Command | Missing> {
  const bin = path.join(FOLDER, 'chromium');
  const reason = (await unpacked(bin)) ?? (await whyNotStarted(bin));
  if (reason === undefined) return { bin, args: [] };
  return { missing: 'chromium', reason, cost: 'Pages are not tried in a real browser.' };
}

/** Undefined once it is there, whole. */
async function unpacked(bin: string): Promise<string | undefined> {
  if (await exists(bin)) return undefined;
  await mkdir(PARTS_FOLDER, { recursive: true });
  const staging = await mkdtemp(`${FOLDER}-`);
  const entry = require.resolve('@sparticuz/chromium');
  const args = ['--input-type=module', '-e', UNPACK, staging, pathToFileURL(entry).href];
  const ran = await run({ bin: process.execPath, args }, UNPACK_MS);
  if (ran.ok) await rename(staging, FOLDER).catch(beaten);
  await rm(staging, { recursive: true, force: true });
  return ran.ok ? undefined : ran.reason;
}

/** Another run of the tests was faster. */
function beaten(error: unknown): void {
  const code = errorCode(error);
  if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
}

/** A bare machine may lack libraries that every browser needs. */
async function whyNotStarted(bin: string): Promise<string | undefined> {
  const ran = await run({ bin, args: ['--no-sandbox', '--version'] }, START_MS);
  return ran.ok ? undefined : ran.reason;
}
