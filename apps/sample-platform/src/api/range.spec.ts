import fc from 'fast-check';
import { parseRange } from './range.js';

describe('parseRange', () => {
  it.each([
    ['bytes=0-99', { start: 0, end: 99 }],
    ['bytes=990-', { start: 990, end: 999 }],
    ['bytes=-11', { start: 989, end: 999 }],
    ['bytes=-5000', { start: 0, end: 999 }],
    ['bytes=13-5000', { start: 13, end: 999 }],
    ['bytes=1000-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=-', undefined],
    ['bytes=5-2', undefined],
    ['bytes=0-1,5-6', undefined],
    ['seconds=0-1', undefined],
    [undefined, undefined],
  ])('reads %j of a file of 1000 bytes as %j', (header, wanted) => {
    expect(parseRange(header, 1000)).toEqual(wanted);
  });

  it('never leaves the file, whatever the header says', () => {
    const number = fc.oneof(fc.nat(), fc.constant(''));
    fc.assert(
      fc.property(number, number, fc.nat(), (first, last, size) => {
        const range = parseRange(`bytes=${String(first)}-${String(last)}`, size);
        if (typeof range !== 'object') return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
        expect(range.end).toBeLessThan(size);
      }),
    );
  });
});
