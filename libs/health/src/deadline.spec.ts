import { deadlineOn, withDeadline } from './deadline.js';
import { fakeClock } from './fixtures/fake-clock.js';
import { reasonOf } from './reason.js';

describe('a deadline', () => {
  it('passes on what finishes in time', async () => {
    await expect(withDeadline(1_000, () => Promise.resolve(17), 'counting')).resolves.toBe(17);
    await expect(
      withDeadline(1_000, () => Promise.reject(new Error('no numbers')), 'counting'),
    ).rejects.toThrow('no numbers');
  });

  it('says what was attempted and the limit, and aborts it, even when the attempt does not listen', async () => {
    const clock = fakeClock();
    let seen: AbortSignal | undefined;
    const act = (signal: AbortSignal): Promise<never> => {
      seen = signal;
      return new Promise<never>(() => undefined);
    };
    const late = deadlineOn(clock, { limitMs: 1_300, what: 'reading the figures' }, act).catch(
      (error: unknown) => error,
    );
    await clock.advance(1_299);
    expect(seen?.aborted).toBe(false);
    await clock.advance(1);
    expect(seen?.aborted).toBe(true);
    expect(await late).toMatchObject({
      name: 'DeadlineError',
      message: 'reading the figures did not finish within 1300 ms',
      what: 'reading the figures',
      limitMs: 1_300,
    });
  });
});

describe('the reason of an error', () => {
  it.each([
    [new Error('plain'), 'plain'],
    ['a string', 'a string'],
    [
      new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') }),
      'fetch failed: ECONNREFUSED',
    ],
    [
      new AggregateError([new Error('::1 refused'), new Error('127.0.0.1 refused')]),
      '::1 refused; 127.0.0.1 refused',
    ],
    [new AggregateError([new Error('same'), new Error('same')]), 'same'],
    [new RangeError(''), 'RangeError'],
  ])('%p is %p', (error, reason) => {
    expect(reasonOf(error)).toBe(reason);
  });
});
