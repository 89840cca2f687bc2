import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
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

const FAILURE = new Error('no bits left');

function broken(): Readable {
  return new Readable({
    read() {
      this.destroy(FAILURE);
    },
  });
}

describe('a tracked stream', () => {
  it('ends when it is piped to its end, and is given back as itself', async () => {
    const { told, begin } = world();
    const source = Readable.from(['a', 'b']);
    const tracked = track(begin, () => source);
    const called = [...told];
    tracked.pipe(new PassThrough()).resume();
    await once(source, 'close');
    expect([tracked === source, called, told]).toEqual([true, ['begin'], ['begin', 'end']]);
  });

  it('ends when its consumer leaves', async () => {
    const { told, begin } = world();
    const source = track(begin, () => Readable.from(['a', 'b']));
    for await (const text of source) if (text === 'a') break;
    await nextTurn(); // streams tell of their end once their reader has it
    expect(told).toEqual(['begin', 'end']);
  });

  it('fails with its error, which goes to whom it would have gone to', async () => {
    const { told, begin } = world();
    const source = track(begin, broken);
    expect(source.listenerCount('error')).toBe(0);
    await expect(pipeline(source, new PassThrough())).rejects.toBe(FAILURE);
    await nextTurn();
    expect(told).toEqual(['begin', 'fail Error: no bits left']);
  });

  it('counts once where one watcher is given it three times', async () => {
    const { told, begin } = world();
    const source = Readable.from(['a']);
    for (let i = 0; i < 3; i += 1) track(begin, () => source);
    await pipeline(source, new PassThrough().resume());
    await nextTurn();
    expect(told).toEqual(['begin', 'begin', 'discard', 'begin', 'discard', 'end']);
  });

  it('ends with the last chunk of the web as well', async () => {
    const { told, begin } = world();
    const body = track(begin, () => new Response('abc').body);
    expect(await new Response(body).text()).toBe('abc');
    await nextTurn();
    expect(told).toEqual(['begin', 'end']);
  });
});

describe('a tracked query, which is awaited or iterated', () => {
  it('is a value that is left alone', async () => {
    const { told, begin } = world();
    const query = {
      then: (done: (rows: number) => void) => {
        done(11);
      },
      [Symbol.asyncIterator]: () => Readable.from([12])[Symbol.asyncIterator](),
    };
    const tracked = track(begin, () => query);
    const called = [...told];
    const rows: unknown[] = [];
    for await (const row of tracked) rows.push(row);
    expect([tracked === query, await Promise.resolve(tracked), rows]).toEqual([true, 11, [12]]);
    expect([called, told]).toEqual([
      ['begin', 'end'],
      ['begin', 'end'],
    ]);
  });

  it('is not asked for more than it lets anybody read', () => {
    const { told, begin } = world();
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw FAILURE;
        },
        has: () => {
          throw FAILURE;
        },
      },
    );
    expect([track(begin, () => hostile) === hostile, told]).toEqual([true, ['begin', 'end']]);
  });
});
