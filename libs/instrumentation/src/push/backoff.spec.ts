import fc from 'fast-check';
import { pauseMs, retryAfterMs } from './backoff.js';

const BACKOFF = { attempts: 5, baseMs: 110, maxMs: 1_300, maxRetryAfterMs: 17_000 };
const NOW_MS = Date.UTC(2026, 10, 22, 13, 17, 19);

function pause(failures: number, retryAfter?: string, random = 0.5): number {
  return pauseMs(BACKOFF, { failures, retryAfter, nowMs: NOW_MS, random });
}

describe('the pause before another attempt', () => {
  it('doubles its ceiling with each failure in a row, up to its limit', () => {
    expect([1, 2, 3, 4, 5, 1_024, 2_000].map((failures) => pause(failures))).toEqual([
      55, 110, 220, 440, 650, 650, 650,
    ]);
  });

  it('is anywhere between nothing and the ceiling, as chance has it', () => {
    expect([0, 0.25, 0.75].map((random) => pause(3, undefined, random))).toEqual([0, 110, 330]);
  });

  it.each([
    ['13', 13_055],
    ['0', 55],
    ['Sun, 22 Nov 2026 13:17:30 GMT', 11_055],
    ['Sun, 22 Nov 2026 13:17:00 GMT', 55],
    ['86400', 17_055],
    ['9'.repeat(400), 17_055],
    ['soon', 55],
    ['-3', 55],
    ['', 55],
  ])('obeys a gateway that says %p, within bounds, and spreads what comes then', (said, waited) => {
    expect(pause(1, said)).toBe(waited);
  });

  it('is bounded and no NaN whatever a gateway says', () => {
    const anything = fc.oneof(fc.string(), fc.integer().map(String), fc.date().map(String));
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 3_000 }), (said, failures) => {
        const waited = pause(failures, said, 0.999);
        expect(waited).toBeGreaterThanOrEqual(0);
        expect(waited).toBeLessThan(17_000 + 1_300);
      }),
    );
  });

  it('tells a header that says nothing from one that says now', () => {
    expect([retryAfterMs(undefined, NOW_MS), retryAfterMs('0', NOW_MS)]).toEqual([undefined, 0]);
  });
});
