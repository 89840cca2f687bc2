import { track } from './track.js';
import type { Span } from './tracked-life.js';

/** What became of the spans that a piece of work had, in order. */
function world() {
  const told: string[] = [];
  const begin = (): Span => {
    told.push('begin');
    return {
      end: () => told.push('end'),
      fail: (error) => told.push(`fail ${String(error)}`),
      discard: () => told.push('discard'),
    };
  };
  return { told, begin };
}

/** Counts to three; has no `return`, as hand-written iterators often do not. */
class Three {
  #next = 1;

  [Symbol.asyncIterator](): AsyncIterator<number> {
    const next = () =>
      Promise.resolve(
        this.#next > 3
          ? ({ done: true, value: undefined } as const)
          : { done: false, value: this.#next++ },
      );
    return { next };
  }
}

describe('track', () => {
  it('gives an async iterable back as itself and watches its iteration', async () => {
    const { told, begin } = world();
    const three = new Three();
    const tracked = track(begin, () => three);
    const called = [...told];
    const seen: number[] = [];
    for await (const number of tracked) seen.push(number);
    expect([tracked === three, called, seen, told]).toEqual([
      true,
      ['begin', 'discard'],
      [1, 2, 3],
      ['begin', 'discard', 'begin', 'end'],
    ]);
  });

  it('ends when the consumer of an iterator without return stops', async () => {
    const { told, begin } = world();
    for await (const number of track(begin, () => new Three())) {
      if (number === 2) break;
    }
    expect(told).toEqual(['begin', 'discard', 'begin', 'end']);
  });

  it('never begins an iteration that nobody starts', async () => {
    const { told, begin } = world();
    const tracked = track(begin, () => new Three());
    await tracked[Symbol.asyncIterator]().return?.();
    expect(told).toEqual(['begin', 'discard']);
  });

  it('takes an iterable that it cannot watch for a value', async () => {
    const { told, begin } = world();
    const frozen = Object.freeze(new Three());
    const seen: number[] = [];
    for await (const number of track(begin, () => frozen)) seen.push(number);
    expect([seen, told]).toEqual([
      [1, 2, 3],
      ['begin', 'end'],
    ]);
  });

  it('leaves a thenable that is no promise alone, for asking it would run it', () => {
    const { told, begin } = world();
    const query = {
      then: () => {
        throw new Error('ran');
      },
    };
    expect([track(begin, () => query) === query, told]).toEqual([true, ['begin', 'end']]);
  });

  it('watches a generator from its first step to its last, and gives it back as itself', () => {
    const { told, begin } = world();
    function* count(): Generator<number, string, number> {
      const answer = yield 11;
      yield answer;
      return 'counted';
    }
    const counting = count();
    const tracked = track(begin, () => counting);
    const called = [...told];
    const steps = [tracked.next(), tracked.next(12), tracked.next(), tracked.next()];
    expect([tracked === counting, called, steps.map(({ value }) => value), told]).toEqual([
      true,
      ['begin', 'discard'],
      [11, 12, 'counted', undefined],
      ['begin', 'discard', 'begin', 'end'],
    ]);
  });

  it('ends a generator that its consumer leaves, and fails one that throws', () => {
    const { told, begin } = world();
    const failure = new Error('out of numbers');
    function* count(): Generator<number> {
      yield 11;
      throw failure;
    }
    for (const number of track(begin, count)) if (number === 11) break;
    expect(() => [...track(begin, count)]).toThrow(failure);
    const [left, failed] = [told.slice(0, 4), told.slice(4)];
    expect([left, failed]).toEqual([
      ['begin', 'discard', 'begin', 'end'],
      ['begin', 'discard', 'begin', 'fail Error: out of numbers'],
    ]);
  });

  it('takes an array for a value', () => {
    const { told, begin } = world();
    const numbers = [11, 12];
    expect([track(begin, () => numbers) === numbers, told]).toEqual([true, ['begin', 'end']]);
  });

  it('keeps the caller in the stack of an error that comes up later', async () => {
    const { begin } = world();
    const fail = async (): Promise<never> => {
      await Promise.resolve();
      throw new Error('late');
    };
    async function theCaller(): Promise<unknown> {
      return await track(begin, fail);
    }
    const { stack } = (await theCaller().catch((error: unknown) => error as Error)) as Error;
    expect(stack).toContain('theCaller');
  });
});
