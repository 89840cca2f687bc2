import { faultsOf, type Lock } from './faults.js';
import type { Package } from './package.js';

type Ranges = Readonly<Record<string, string>>;

function published(lib: string, dependencies: Ranges, peerDependencies: Ranges = {}): Package {
  return {
    lib,
    entries: [],
    written: {},
    manifest: {
      name: `@aura/${lib}`,
      version: '0.1.3',
      private: true,
      exports: {},
      dependencies,
      peerDependencies,
    },
  };
}

const LOCK: Lock = {
  packages: {
    'node_modules/yaml': { version: '2.11.1', peerDependencies: {} },
    'node_modules/grammar': { version: '0.13.0', peerDependencies: { runtime: '^1.0.0' } },
    'node_modules/runtime': { version: '1.17.2', peerDependencies: {} },
    'node_modules/prom-client': { version: '15.1.3', peerDependencies: {} },
  },
};

function faults(packages: readonly Package[], imported: Readonly<Record<string, string[]>>) {
  const sets = Object.entries(imported).map(([lib, names]) => [lib, new Set(names)] as const);
  return faultsOf({ packages, imported: new Map(sets), lock: LOCK });
}

describe('the faults of manifests', () => {
  it('are none when all is declared, with a dependency for a peer of a dependency', () => {
    const vocabulary = published('metrics', { grammar: '^0.13.0', runtime: '^1.17.2' });
    const kit = published(
      'instrumentation',
      { '@aura/metrics': '0.1.3' },
      { 'prom-client': '^15.0.0' },
    );

    const found = faults([vocabulary, kit], {
      metrics: ['grammar', '@types/node'],
      instrumentation: ['@aura/metrics', '@aura/instrumentation', 'prom-client'],
    });

    expect(found).toEqual([]);
  });

  it('name what is imported but not declared, and what is declared in vain', () => {
    const found = faults([published('thresholds', { yaml: '^2.11.1' })], {
      thresholds: ['zod'],
    });

    expect(found).toEqual([
      'libs/thresholds/package.json: "zod" is imported but not declared; add it to (peer)dependencies',
      'libs/thresholds/package.json: "yaml" is declared but never imported; remove it',
    ]);
  });

  it('name a version that is not the one of the repository', () => {
    const kit = published(
      'instrumentation',
      { '@aura/metrics': '^0.1.3', yaml: '^2.10.0' },
      { 'prom-client': '^14.0.0' },
    );

    const found = faults([published('metrics', {}), kit], {
      instrumentation: ['@aura/metrics', 'yaml', 'prom-client'],
    });

    expect(found).toEqual([
      'libs/instrumentation/package.json: "@aura/metrics" is ^0.1.3, built and tested with 0.1.3',
      'libs/instrumentation/package.json: "yaml" is ^2.10.0, built and tested with ^2.11.1',
      'libs/instrumentation/package.json: "prom-client" is ^14.0.0, built and tested with ^15.0.0',
    ]);
  });
});
