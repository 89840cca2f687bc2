import { Flights, type Step } from './flights.js';

const enter = (key: string): Step => ({ does: 'enter', key });
const leave = (key: string): Step => ({ does: 'leave', key });

function world({ flights = 13 } = {}) {
  const all = new Flights({ flights, flightSeconds: 60 });
  /** How many are in flight after it. */
  const move = (nowSeconds: number, ...steps: readonly Step[]): number | undefined => {
    const { open, commit } = all.plan(steps, nowSeconds);
    commit();
    return open;
  };
  return { all, move };
}

describe('what is in flight', () => {
  it('is what has begun and not ended', () => {
    const { move } = world();
    expect([
      move(11, enter('a'), enter('b'), enter('a')),
      move(12, leave('a')),
      move(13, enter('c'), leave('b'), leave('c')),
    ]).toEqual([2, 1, 0]);
  });

  it('does not fall below nothing when an end comes without its beginning', () => {
    const { move } = world();
    expect([move(11, leave('a')), move(12, leave('a')), move(13, enter('b'))]).toEqual([
      ...[0, undefined, 1],
    ]);
  });

  it('is the same when an end overtakes its beginning', () => {
    const { move } = world();
    expect([move(11, leave('a'), enter('b')), move(12, enter('a'))]).toEqual([1, undefined]);
  });

  it('no more holds what has not ended in its time', () => {
    const { move } = world();
    expect([move(11, enter('a')), move(12, enter('b')), move(71, enter('c'))]).toEqual([1, 2, 2]);
    expect(move(72)).toBe(1);
  });

  it('forgets the longest unseen when there are more than it may hold', () => {
    const { all, move } = world({ flights: 2 });
    expect([move(11, enter('a')), move(12, leave('b')), move(13, enter('c'))]).toEqual([1, 1, 1]);
    expect(all.saved().map(({ key }) => key)).toEqual(['b', 'c']);
  });

  it('is not changed by a plan that nobody commits', () => {
    const { all } = world();
    all.plan([enter('a')], 11);
    expect([all.saved(), all.plan([enter('b')], 12).open]).toEqual([[], 1]);
  });

  it('comes back from what was saved', () => {
    const { all, move } = world();
    move(11, enter('a'), enter('b'), leave('b'));
    const { all: again, move: moveAgain } = world();
    for (const flight of all.saved()) again.restore(flight);
    expect([again.saved(), moveAgain(12, enter('b'), enter('c'))]).toEqual([all.saved(), 2]);
  });
});
