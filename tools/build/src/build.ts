import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { bundleOptions, importedPackages } from './bundle.js';
import { writeDeployFiles } from './deploy.js';
import { WORKSPACE, readApp } from './workspace.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
});
const [name] = positionals;

if (values.help === true || name === undefined) {
  console.log(
    'usage: node tools/door.mjs build APP\n\nWrites dist/apps/APP, which runs elsewhere:',
  );
  console.log('  npm ci --omit=dev && npm start');
  process.exitCode = values.help === true ? 0 : 2;
} else {
  await buildApp(name);
}

async function buildApp(appName: string): Promise<void> {
  const started = performance.now();
  const app = await readApp(appName);
  const folder = path.join(WORKSPACE, 'dist/apps', appName);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { metafile } = await build(bundleOptions(app, folder));
  const imported = importedPackages(metafile);
  await writeDeployFiles({ app, imported, folder });
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(`dist/apps/${appName}: ${imported.length} packages imported, ${seconds} s`);
}
