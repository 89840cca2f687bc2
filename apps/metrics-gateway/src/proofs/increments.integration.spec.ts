import { CRASH_ROUNDS } from '../fixtures/config.js';
import { killUnder, startOn } from '../fixtures/crash.js';
import { dataFolder } from '../fixtures/process.js';
import { Producers } from './producers.js';

const ROUND_MS = 20_000;

describe('increments to a gateway that is killed', () => {
  it(
    `are there exactly once where they were acknowledged, and at most once where not, after ${CRASH_ROUNDS} kills`,
    async () => {
      const { folder, remove } = await dataFolder();
      try {
        const producers = new Producers(13, 3);
        const early = await killUnder(producers, { folder, rounds: CRASH_ROUNDS, most: 1_500 });
        expect(early).toEqual([]);
        const last = await startOn(folder);
        try {
          const restarted = await producers.wrongIn(last);
          await producers.settle(last.url);
          const settled = await producers.wrongIn(last);
          expect({ restarted, settled }).toEqual({ restarted: [], settled: [] });
        } finally {
          await last.kill();
        }
        const { acknowledged, duplicates, replayMs } = producers.figures;
        const figures = { kills: CRASH_ROUNDS, acknowledged, duplicates, ...spread(replayMs) };
        process.stdout.write(`increments under kill -9: ${JSON.stringify(figures)}\n`);
        // A push that is sent twice on purpose is a duplicate once, so there are some.
        expect([acknowledged > 5 * CRASH_ROUNDS, duplicates > 0]).toEqual([true, true]);
      } finally {
        await remove();
      }
    },
    CRASH_ROUNDS * ROUND_MS + ROUND_MS,
  );
});

function spread(replayMs: readonly number[]): object {
  const inOrder = [...replayMs].sort((a, b) => a - b);
  const [medianReplayMs, longestReplayMs] = [inOrder[inOrder.length >> 1], inOrder.at(-1)];
  return { medianReplayMs, longestReplayMs };
}
