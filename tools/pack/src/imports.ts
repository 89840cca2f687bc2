import { isBuiltin } from 'node:module';
import ts from 'typescript';
import type { Built } from './compile.js';
import { NODE } from './faults.js';

/** The packages that the built files of each lib import, code and types together. */
export function importsOf(built: readonly Built[]): ReadonlyMap<string, ReadonlySet<string>> {
  const imports = new Map<string, Set<string>>();
  for (const { lib, text } of built) {
    const names = imports.get(lib) ?? new Set();
    for (const name of importedBy(text)) names.add(name);
    imports.set(lib, names);
  }
  return imports;
}

/** Read as the compiler reads it, so that an example in a comment is no import. */
export function importedBy(text: string): readonly string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((specifier) => !specifier.startsWith('.'))
    .map((specifier) => (isBuiltin(specifier) ? NODE : packageOf(specifier)));
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
