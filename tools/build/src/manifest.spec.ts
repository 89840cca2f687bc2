import { deployManifest } from './manifest.js';

const root = {
  version: '1.2.3',
  license: 'MIT',
  engines: { node: '>=20.19.0' },
  overrides: { 'msgpackr-extract': '3.0.4', 'unrs-resolver': '1.12.2' },
};
const lock = {
  packages: {
    'node_modules/pg': { version: '8.11.1', dev: false },
    'node_modules/zod': { version: '4.12.1', dev: false },
    'node_modules/jest': { version: '30.13.1', dev: true },
    'node_modules/unrs-resolver': { version: '1.12.2', dev: true },
    'node_modules/bullmq/node_modules/msgpackr-extract': { version: '3.0.4', dev: false },
  },
};
const app = { name: 'sample', main: 'main.ts', runtimeDependencies: ['pg'] };

describe('the package.json of a built app', () => {
  it('pins what is imported and what is loaded by name, and carries the overrides it needs', () => {
    const manifest = deployManifest({ app, imported: ['zod'], root, lock });

    expect(manifest).toMatchObject({
      name: 'aura-sample',
      version: '1.2.3',
      type: 'module',
      dependencies: { pg: '8.11.1', zod: '4.12.1' },
      overrides: { 'msgpackr-extract': '3.0.4' },
    });
    expect(Object.keys(manifest.overrides)).toEqual(['msgpackr-extract']);
  });

  it('names an import that no package of the repository provides', () => {
    expect(() => deployManifest({ app, imported: ['left-pad'], root, lock })).toThrow(
      '"left-pad" is imported but not in package-lock.json: add it to package.json',
    );
  });
});
