import fc from 'fast-check';
import { Rate, type RateLimits } from './rate.js';

const LIMITS: RateLimits = {
  requestsPerSecond: 3,
  bytesPerSecond: 100,
  burstSeconds: 2,
  clients: 11,
};

describe('the rate of a client', () => {
  it('is as high as it likes until its burst is spent, and then what is allowed', () => {
    const rate = new Rate(LIMITS);
    const takes = (count: number, nowMs: number) =>
      Array.from({ length: count }, () => rate.take('ci', 1, nowMs));
    expect([takes(7, 5_000), takes(4, 6_000), takes(1, 6_333)]).toEqual([
      [0, 0, 0, 0, 0, 0, 1],
      [0, 0, 0, 1],
      [1],
    ]);
  });

  it('counts the bytes of a body, also of one that is longer than was left, and says when the debt is paid', () => {
    const rate = new Rate(LIMITS);
    const first = rate.take('ci', 1_200, 0);
    const waits = [0, 3_000, 9_000].map((nowMs) => rate.take('ci', 1, nowMs));
    expect([first, ...waits, rate.take('ci', 1, 10_010)]).toEqual([0, 11, 8, 2, 0]);
  });

  it('counts a body of which only its end tells the length', () => {
    const rate = new Rate(LIMITS);
    const first = rate.take('ci', 0, 0);
    rate.charge('ci', 400, 0);
    expect([first, rate.take('ci', 0, 0), rate.take('other', 0, 0)]).toEqual([0, 3, 0]);
  });

  it('has no limit where that is 0', () => {
    const rate = new Rate({ ...LIMITS, requestsPerSecond: 0, bytesPerSecond: 0 });
    expect(
      Array.from({ length: 999 }, () => rate.take('ci', 1e9, 0)).every((wait) => wait === 0),
    ).toBe(true);
  });

  it('is remembered of a bounded number of clients', () => {
    const rate = new Rate({ ...LIMITS, burstSeconds: 1 / 3 });
    const spent = [rate.take('first', 0, 0), rate.take('first', 0, 0)];
    for (let n = 0; n < 11; n += 1) rate.take(`client ${String(n)}`, 0, 0);
    expect([spent, rate.take('first', 0, 0), rate.take('client 10', 0, 0)]).toEqual([[0, 1], 0, 1]);
  });

  it('lets never more through than the burst and what the time allows', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(gaps, (waits) => {
        const rate = new Rate({ ...LIMITS, bytesPerSecond: 0 });
        let nowMs = 0;
        let taken = 0;
        for (const wait of waits) {
          nowMs += wait;
          if (rate.take('ci', 0, nowMs) === 0) taken += 1;
        }
        return taken <= 6 + (3 * nowMs) / 1_000 + 1e-6;
      }),
    );
  });
});
