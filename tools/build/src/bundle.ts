import { isBuiltin } from 'node:module';
import path from 'node:path';
import type { BuildOptions, Metafile } from 'esbuild';
import { decorators } from './decorators.js';
import { type App, WORKSPACE } from './workspace.js';

/** One file of our own code, apps and libs; every npm package stays outside and is installed beside it. */
export function bundleOptions(app: App, folder: string) {
  return {
    entryPoints: [app.main],
    outfile: path.join(folder, 'main.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    keepNames: true,
    metafile: true,
    packages: 'external',
    tsconfig: path.join(WORKSPACE, 'tsconfig.base.json'),
    plugins: [decorators],
    logLevel: 'warning',
  } satisfies BuildOptions;
}

/** The npm packages that the bundle really imports, by name. */
export function importedPackages(metafile: Metafile): readonly string[] {
  const specifiers = Object.values(metafile.outputs)
    .flatMap((output) => output.imports)
    .filter((imported) => imported.external === true)
    .map((imported) => imported.path)
    .filter((specifier) => !isBuiltin(specifier));
  return [...new Set(specifiers.map(packageOf))].sort();
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
