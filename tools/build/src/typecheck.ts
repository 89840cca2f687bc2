import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
});
const [folder] = positionals;

if (values.help === true || folder === undefined) {
  console.log('usage: node tools/door.mjs typecheck DIR\n');
  console.log('Checks DIR/tsconfig.lib.json (what a lib ships, without Node and Jest), then');
  console.log('DIR/tsconfig.json (its specs too).');
  process.exitCode = values.help === true ? 0 : 2;
} else {
  process.exitCode = typecheck(folder) ? 0 : 1;
}

/** Both configurations are always checked, so that one run shows every error. */
function typecheck(dir: string): boolean {
  const shipped = path.join(dir, 'tsconfig.lib.json');
  const everything = path.join(dir, 'tsconfig.json');
  const projects = existsSync(shipped) ? [shipped, everything] : [everything];
  return projects.map((project) => passesTsc(project)).every(Boolean);
}

function passesTsc(project: string): boolean {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const { status, error } = spawnSync(process.execPath, [tsc, '-p', project], { stdio: 'inherit' });
  if (error !== undefined)
    throw new Error(`tsc could not be started on ${project}`, { cause: error });
  return status === 0;
}
