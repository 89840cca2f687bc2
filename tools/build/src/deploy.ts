import { execFile } from 'node:child_process';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { deployManifest, lockSchema, rootManifestSchema } from './manifest.js';
import { type App, WORKSPACE, readJson } from './workspace.js';

const NPM_DEADLINE_MS = 60_000;

interface Deployment {
  readonly app: App;
  readonly imported: readonly string[];
  readonly folder: string;
}

/** package.json, package-lock.json and a README beside main.js. */
export async function writeDeployFiles({ app, imported, folder }: Deployment): Promise<void> {
  const root = rootManifestSchema.parse(await readJson(path.join(WORKSPACE, 'package.json')));
  const lock = lockSchema.parse(await readJson(path.join(WORKSPACE, 'package-lock.json')));
  const manifest = deployManifest({ app, imported, root, lock });
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(path.join(folder, 'README.md'), readme(app.name, root.engines['node']));
  await copyFile(path.join(WORKSPACE, 'package-lock.json'), path.join(folder, 'package-lock.json'));
  await pruneLock(folder);
}

/** npm drops from the copied lock what the app does not need; versions and hashes stay as they are. */
async function pruneLock(folder: string): Promise<void> {
  const options = [
    '--package-lock-only',
    '--offline',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ];
  await promisify(execFile)('npm', ['install', ...options], {
    cwd: folder,
    timeout: NPM_DEADLINE_MS,
    shell: process.platform === 'win32',
  });
}

function readme(name: string, node: string | undefined): string {
  return [
    `# ${name}`,
    '',
    `Runs on its own with Node ${node ?? ''}:`,
    '',
    '```',
    'npm ci --omit=dev',
    'npm start',
    '```',
    '',
    'A missing or wrong environment variable is named, with an example, before anything starts.',
    '',
  ].join('\n');
}
