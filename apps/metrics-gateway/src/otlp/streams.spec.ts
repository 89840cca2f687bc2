import { Streams, type StreamPoint } from './streams.js';

const LIMITS = { streams: 2, rememberedSeconds: 600, keptSeconds: 60 };

function pointOf(stream: string, value: number, time = 1n): StreamPoint {
  return { stream, rule: 'cumulative', time, mark: '', values: [value] };
}

/** What these points add at this moment; the reason where there is no room. */
function added(streams: Streams, atSeconds: number, ...points: readonly StreamPoint[]): unknown {
  const planned = streams.plan(points, atSeconds);
  if (!planned.ok) return [planned.reason, planned.retryAfterSeconds];
  planned.commit();
  return planned.growths;
}

describe('Streams', () => {
  it('changes nothing until it is told to', () => {
    const streams = new Streams(LIMITS);
    streams.plan([pointOf('a', 11)], 13);
    expect([streams.saved(), added(streams, 13, pointOf('a', 11))]).toEqual([[], [[11]]]);
  });

  it('sees the earlier points of the same plan', () => {
    const points = [pointOf('a', 11, 1n), pointOf('a', 17, 2n), pointOf('a', 16, 2n)];
    expect(added(new Streams(LIMITS), 13, ...points)).toEqual([[11], [6], undefined]);
  });

  it('takes no more streams than it may, and gives up first who was silent for longest', () => {
    const streams = new Streams(LIMITS);
    const steps = [
      added(streams, 100, pointOf('a', 11)),
      added(streams, 120, pointOf('b', 12)),
      added(streams, 159, pointOf('c', 13)),
      added(streams, 160, pointOf('c', 13)),
      added(streams, 161, pointOf('b', 15, 2n)),
    ];
    expect([steps, streams.saved().map(([name]) => name)]).toEqual([
      [[[11]], [[12]], ['as many streams are remembered as may be', 1], [[13]], [[3]]],
      ['c', 'b'],
    ]);
  });

  it('forgets a stream that was silent for long, which then counts anew', () => {
    const streams = new Streams(LIMITS);
    added(streams, 100, pointOf('a', 11));
    const late = added(streams, 699, pointOf('a', 14, 2n));
    expect([late, added(streams, 1_299, pointOf('a', 15, 3n))]).toEqual([[[3]], [[15]]]);
  });

  it('goes on with a stream that a wrong clock left ahead of all that can come', () => {
    const streams = new Streams(LIMITS);
    added(streams, 13, pointOf('a', 11, 900n));
    const planned = streams.plan([pointOf('a', 17, 21n), pointOf('a', 16, 20n)], 13, 22n);
    expect(planned.ok && planned.growths).toEqual([[6], undefined]);
  });

  it('knows the newest sixteen intervals of a delta again', () => {
    const streams = new Streams(LIMITS);
    const delta = (n: number): StreamPoint => ({
      ...pointOf('a', n),
      rule: 'delta',
      mark: String(n),
    });
    for (let n = 1; n <= 17; n += 1) added(streams, 100, delta(n));
    expect(added(streams, 100, delta(2), delta(17), delta(1))).toEqual([undefined, undefined, [1]]);
  });
});
