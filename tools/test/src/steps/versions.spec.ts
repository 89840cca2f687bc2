import { type Lock, missingBinaries } from './versions.js';

const lockOf = (places: readonly string[]): Lock => ({
  packages: {
    'node_modules/swc': { optionalDependencies: { 'swc-linux': '1.11.0', 'swc-darwin': '1.11.0' } },
    'node_modules/jest/node_modules/resolver': {
      optionalDependencies: { 'resolver-linux': '2.0' },
    },
    ...Object.fromEntries(places.map((place) => [place, {}])),
  },
});

describe('missingBinaries', () => {
  it('names the package and the platform binaries that the lock lacks', () => {
    const lock = lockOf(['node_modules/swc-linux', 'node_modules/resolver-linux']);

    expect(missingBinaries(lock)).toEqual([{ of: 'node_modules/swc', lacks: ['swc-darwin'] }]);
  });

  it('finds a binary in any node_modules that Node would look into', () => {
    const lock = lockOf([
      'node_modules/swc-linux',
      'node_modules/swc/node_modules/swc-darwin',
      'node_modules/jest/node_modules/resolver-linux',
    ]);

    expect(missingBinaries(lock)).toEqual([]);
  });
});
