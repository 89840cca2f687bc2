import { atOnce, inPauses, type Pausing } from './turns.js';

/** Takes a millisecond a piece, and says in the end how many immediates ran meanwhile. */
function* workOf(pieces: number): Pausing<number> {
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  for (let i = 0; i < pieces; i += 1) {
    const until = performance.now() + 1;
    while (performance.now() < until);
    yield;
  }
  isOver = true;
  return turns;
}

it('lets others have turns while long work goes on', async () => {
  expect(await inPauses(workOf(31))).toBeGreaterThanOrEqual(5);
});

it('pauses for nothing that is over before it could, and never where that is not asked for', async () => {
  expect([await inPauses(workOf(0)), atOnce(workOf(11))]).toEqual([0, 0]);
});
