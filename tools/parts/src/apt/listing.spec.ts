import { parseListing } from './listing.js';

describe('parseListing', () => {
  it('takes packages out of what install prints around them, each once, epochs and tildes included', () => {
    const listing = [
      'Reading package lists...',
      'The following NEW packages will be installed:',
      '  redis-server',
      "'http://deb.debian.org/pool/main/r/redis/redis-server_7.0.15-1%7edeb12u10_amd64.deb' redis-server_5%3a7.0.15-1~deb12u10_amd64.deb 73908 ",
      "'http://deb.debian.org/pool/main/j/jemalloc/libjemalloc2_5.3.0-1_amd64.deb' libjemalloc2_5.3.0-1_amd64.deb 275000 MD5Sum:0f56",
      "'http://deb.debian.org/pool/main/j/jemalloc/libjemalloc2_5.3.0-1_amd64.deb' libjemalloc2_5.3.0-1_amd64.deb 275000 SHA256:11aa",
    ].join('\n');

    expect(parseListing(listing)).toEqual([
      { name: 'redis-server', file: 'redis-server_5%3a7.0.15-1~deb12u10_amd64.deb', bytes: 73_908 },
      { name: 'libjemalloc2', file: 'libjemalloc2_5.3.0-1_amd64.deb', bytes: 275_000 },
    ]);
  });

  it('finds nothing in an empty listing', () => {
    expect(parseListing('')).toEqual([]);
  });
});
