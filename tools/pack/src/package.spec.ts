import { entriesOf } from './package.js';

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
