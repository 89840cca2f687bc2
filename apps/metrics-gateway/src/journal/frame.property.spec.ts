import fc from 'fast-check';
import { decodeFrame, frameAfter, frameOf } from './frame.js';

const RUNS = { numRuns: 500 };
const records = fc.array(fc.uint8Array({ maxLength: 99 }), { minLength: 1, maxLength: 7 });

/** The records that can be read from the start, and what ended the reading. */
function read(bytes: Buffer) {
  const whole: Buffer[] = [];
  let at = 0;
  for (;;) {
    const decoded = decodeFrame(bytes, at);
    if (decoded.found !== 'frame') return { whole, at, ended: decoded.found };
    whole.push(decoded.record);
    at = decoded.next;
  }
}

const framed = (all: readonly Uint8Array[]) => Buffer.concat(all.map(frameOf));
const buffers = (all: readonly Uint8Array[]) => all.map((one) => Buffer.from(one));

describe('frames', () => {
  it('give back any records, byte for byte', () => {
    fc.assert(
      fc.property(records, (all) => {
        const bytes = framed(all);
        expect(read(bytes)).toEqual({ whole: buffers(all), at: bytes.length, ended: 'end' });
      }),
      RUNS,
    );
  });

  it('that are cut anywhere give back every record before the cut, and no whole one is seen after it', () => {
    fc.assert(
      fc.property(records, fc.nat(), (all, seed) => {
        const bytes = framed(all);
        const cut = bytes.subarray(0, seed % bytes.length);
        const { whole, at, ended } = read(cut);
        const kept = buffers(all).slice(0, whole.length);
        const isAtBorder = at === cut.length;
        expect([whole, at, ended, frameAfter(cut, at)]).toEqual([
          kept,
          framed(kept).length,
          isAtBorder ? 'end' : 'damage',
          undefined,
        ]);
        expect(framed(all.slice(0, kept.length + 1)).length).toBeGreaterThan(cut.length);
      }),
      RUNS,
    );
  });

  it('with any one byte changed give back every record before it, and show whether more follow', () => {
    fc.assert(
      fc.property(records, fc.nat(), fc.integer({ min: 1, max: 255 }), (all, seed, flip) => {
        const bytes = framed(all);
        const at = seed % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(at) ^ flip, at);
        const seen = read(bytes);
        const kept = seen.whole.length;
        const follower = framed(all.slice(0, kept + 1)).length;
        expect([seen.whole, seen.ended, frameAfter(bytes, seen.at)]).toEqual([
          buffers(all).slice(0, kept),
          'damage',
          follower === bytes.length ? undefined : follower,
        ]);
        expect(at).toBeGreaterThanOrEqual(seen.at);
        expect(at).toBeLessThan(follower);
      }),
      RUNS,
    );
  });

  it('are found in no bytes of chance', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 999 }), (bytes) => {
        expect(read(Buffer.from(bytes))).toEqual({ whole: [], at: 0, ended: 'damage' });
      }),
      RUNS,
    );
  });
});
