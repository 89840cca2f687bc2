import { pauseMs, untilItSucceeds } from './retry.js';

describe('retrying', () => {
  it('pauses twice as long after each failure, up to five seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(pauseMs)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  });

  it('ends with the first success', async () => {
    const failures: unknown[] = [];
    let attempts = 0;
    const attempt = (): Promise<number> => {
      attempts += 1;
      return attempts < 2 ? Promise.reject(new Error('not yet')) : Promise.resolve(attempts);
    };
    const onFailure = (error: unknown, retryInMs: number): void => {
      failures.push([String(error), retryInMs]);
    };
    const { signal } = new AbortController();
    expect(await untilItSucceeds(attempt, { signal, onFailure })).toBe(2);
    expect(failures).toEqual([['Error: not yet', 250]]);
  });

  it('gives up at once when it is told to stop while it waits', async () => {
    const stop = new AbortController();
    const onFailure = (): void => {
      stop.abort();
    };
    const attempt = (): Promise<number> => Promise.reject(new Error('never'));
    expect(await untilItSucceeds(attempt, { signal: stop.signal, onFailure })).toBeUndefined();
  });
});
