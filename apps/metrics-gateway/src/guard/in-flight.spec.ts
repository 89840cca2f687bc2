import { InFlight, inflatedAtMost, roomForBodies } from './in-flight.js';

const MIB = 1_048_576;

describe('bodies in flight', () => {
  it('are taken while there is room for them, and make room when they are done', () => {
    const all = new InFlight(30);
    const [one, two] = [all.open(), all.open()];
    const taken = [one.take(11), two.take(13), two.take(7), one.take(6), all.bytes];
    one.release();
    one.release();
    expect([taken, all.bytes, two.take(17), all.bytes]).toEqual([
      [true, true, false, true, 30],
      13,
      true,
      30,
    ]);
  });

  it('of one who has gone away hold nothing that nobody would give back', () => {
    const all = new InFlight(30);
    const one = all.open();
    one.release();

    expect([one.take(11), all.bytes]).toEqual([false, 0]);
  });

  it('weigh in gzip what they may inflate to, which depends on their own size', () => {
    const limits = { bodyBytes: 4_000, inflatedBytes: 250, inflation: 100 };
    const weights = [
      inflatedAtMost(undefined, 900, limits),
      inflatedAtMost(' Identity', 900, limits),
      inflatedAtMost('gzip', 2, limits),
      inflatedAtMost('gzip', 11, limits),
      inflatedAtMost('x-gzip', 900, limits),
    ];
    expect(weights).toEqual([0, 0, 250, 1_100, 4_000]);
  });

  it('have an eighth of the memory that the process may use, within bounds', () => {
    const rooms = [64, 400, 4_000].map((mib) => roomForBodies(mib * MIB) / MIB);
    expect(rooms).toEqual([16, 50, 256]);
  });
});
