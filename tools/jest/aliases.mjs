import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const WORKSPACE = path.resolve(import.meta.dirname, '../..');

/** Jest's form of the `paths` of tsconfig.base.json, so that an alias is written once. */
export function moduleNameMapper() {
  const { compilerOptions } = JSON.parse(
    readFileSync(path.join(WORKSPACE, 'tsconfig.base.json'), 'utf8'),
  );
  const aliases = Object.entries(compilerOptions.paths).map(([alias, [target]]) => [
    `^${escapeRegExp(alias)}$`,
    path.join(WORKSPACE, target),
  ]);
  // '.js' comes first: a compiled file of node_modules is not to be redirected to a source beside it.
  return { ...Object.fromEntries(aliases), '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts'] };
}

/** The name Nx knows the project by; it names the result file that Nx keeps with the cached run. */
export function projectName(rootDir) {
  const file = path.join(rootDir, 'project.json');
  if (!existsSync(file)) throw new Error(`no project.json in ${rootDir}: give --rootDir a project`);
  return JSON.parse(readFileSync(file, 'utf8')).name;
}

function escapeRegExp(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
