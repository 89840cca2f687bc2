import { waitingAgeSeconds, waitingSinceMs } from './waiting.js';

describe('the moment since which a job waits', () => {
  it.each([
    ['it was added', { timestamp: 11_000, delayMs: 0, processedOn: undefined }, 11_000],
    ['its own delay ran out', { timestamp: 11_000, delayMs: 13_000, processedOn: undefined }, 24_000],
    ['its last attempt began', { timestamp: 11_000, delayMs: 13_000, processedOn: 37_000 }, 37_000],
  ])('is when %s', (_claim, job, sinceMs) => {
    expect(waitingSinceMs(job)).toBe(sinceMs);
  });
});

describe('the age of waiting', () => {
  it.each([
    ['counts from the moment it began', 11_000, 24_500, 13.5],
    ['is 0 when nothing waits', undefined, 24_500, 0],
    ['is 0 when the job is stamped with a moment yet to come', 24_501, 24_500, 0],
  ])('%s', (_claim, sinceMs, nowMs, ageSeconds) => {
    expect(waitingAgeSeconds(sinceMs, nowMs)).toBe(ageSeconds);
  });
});
