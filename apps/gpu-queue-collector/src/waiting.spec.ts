import { waitingAgeSeconds, waitingSinceMs } from './waiting.js';

describe('the moment since which a job waits', () => {
  it.each([
    ['it was added', { timestamp: 11_000, delayMs: 0, processedOn: undefined }, 11_000],
    [
      'its own delay ran out',
      { timestamp: 11_000, delayMs: 13_000, processedOn: undefined },
      24_000,
    ],
    ['its last attempt began', { timestamp: 11_000, delayMs: 13_000, processedOn: 37_000 }, 37_000],
  ])('is when %s', (_claim, job, sinceMs) => {
    expect(waitingSinceMs(job)).toBe(sinceMs);
  });
});

describe('the age of waiting', () => {
  it('counts from the moment it began', () => {
    expect(waitingAgeSeconds(11_000, 24_500)).toBe(13.5);
  });

  it('is 0 when nothing waits', () => {
    expect(waitingAgeSeconds(undefined, 24_500)).toBe(0);
  });

  it('is 0 when the clock that stamped the job runs ahead', () => {
    expect(waitingAgeSeconds(24_501, 24_500)).toBe(0);
  });
});
