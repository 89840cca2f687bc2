import { importedBy } from './imports.js';

it('names the package of every import, of types and of require too, and of no comment', () => {
  const text = [
    "/** import { a } from 'in-a-comment'; */",
    "import { once } from 'node:events';",
    "import { http } from '@aura/metrics/promql';",
    "export declare const x: import('prom-client/lib').Registry;",
    "const common_1 = require('@nestjs/common');",
    "const late = await import('zod');",
    "export { y } from './y.js';",
  ].join('\n');

  expect(importedBy(text)).toEqual([
    '@types/node',
    '@aura/metrics',
    'prom-client',
    '@nestjs/common',
    'zod',
  ]);
});
