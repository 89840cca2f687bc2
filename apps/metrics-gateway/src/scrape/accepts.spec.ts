import { acceptsGzip, acceptsOpenMetrics } from './accepts.js';

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

describe('OpenMetrics', () => {
  it.each([
    [undefined, false],
    ['*/*', false],
    ['text/plain;version=0.0.4', false],
    ['application/openmetrics-text', true],
    ['application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.9', false],
    [
      'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
      true,
    ],
    ['application/openmetrics-text;q=0, */*;q=0.1', false],
  ])('is asked for by Accept %j: %s', (header, isAsked) => {
    expect(acceptsOpenMetrics(header)).toBe(isAsked);
  });
});
