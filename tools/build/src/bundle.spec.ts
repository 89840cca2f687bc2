import { importedPackages } from './bundle.js';

it('names each npm package that a bundle imports once, and neither Node nor its own chunks', () => {
  const imports = [
    { path: 'node:fs', kind: 'import-statement', external: true },
    { path: 'zod', kind: 'import-statement', external: true },
    { path: '@nestjs/core/router/index.js', kind: 'import-statement', external: true },
    { path: '@nestjs/core', kind: 'dynamic-import', external: true },
    { path: 'fs', kind: 'require-call', external: true },
    { path: 'chunk.js', kind: 'import-statement' },
  ] as const;
  const output = { bytes: 11, inputs: {}, exports: [], imports: [...imports] };

  expect(importedPackages({ inputs: {}, outputs: { 'main.js': output } })).toEqual([
    '@nestjs/core',
    'zod',
  ]);
});
