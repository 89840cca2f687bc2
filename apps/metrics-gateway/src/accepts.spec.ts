import { acceptsGzip } from './accepts.js';

describe('gzip', () => {
  it.each([
    [undefined, false],
    ['', false],
    ['gzip', true],
    ['deflate, GZIP;q=0.11, br', true],
    ['gzip;q=0, *', false],
    ['*;q=0.5', true],
    ['identity', false],
    ['gzip;q=much', false],
    ['gzip;q=0;x=1, gzip; q=0.3', true],
  ])('is asked for by Accept-Encoding %j: %s', (header, isAsked) => {
    expect(acceptsGzip(header)).toBe(isAsked);
  });
});
