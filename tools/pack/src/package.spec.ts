import { entriesOf } from './package.js';
import { publishable } from './write.js';

const entry = (place: string) => ({
  import: { types: `./dist/esm/${place}.d.ts`, default: `./dist/esm/${place}.js` },
  require: { types: `./dist/cjs/${place}.d.ts`, default: `./dist/cjs/${place}.js` },
});

it('finds the source of every entry, and none for the manifest', () => {
  const exports = {
    '.': entry('index'),
    './nest': entry('nest/index'),
    './package.json': './package.json',
  } as const;

  expect(entriesOf('instrumentation', { exports })).toEqual([
    'instrumentation/src/index.ts',
    'instrumentation/src/nest/index.ts',
  ]);
});

it('lets out of a manifest only what keeps it private', () => {
  const written = { name: '@aura/health', private: true, sideEffects: false };

  expect(publishable(written)).toEqual({ name: '@aura/health', sideEffects: false });
});
