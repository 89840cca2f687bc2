import type { Clock } from '@aura/health';
import { Readiness } from './readiness.js';

/** Time stands where the test puts it; no deadline falls due. */
function world(check: () => Promise<void>) {
  const time = { now: 1_700_000_000_000 };
  const clock: Clock = { now: () => time.now, after: () => () => undefined, random: () => 0.5 };
  const asked: number[] = [];
  const readiness = new Readiness(clock);
  readiness.watch([
    {
      name: 'database',
      deadlineMs: 700,
      check: () => {
        asked.push(time.now);
        return check();
      },
    },
  ]);
  return { readiness, asked, time };
}

describe('readiness', () => {
  it('asks once for all who come within a second', async () => {
    const { readiness, asked, time } = world(() => Promise.resolve());
    const answers = await Promise.all(Array.from({ length: 17 }, () => readiness.answers()));
    time.now += 999;
    answers.push(await readiness.answers());
    expect(answers).toEqual(Array.from({ length: 18 }, () => [{ name: 'database' }]));
    expect(asked).toHaveLength(1);
    time.now += 1;
    await readiness.answers();
    expect(asked).toHaveLength(2);
  });

  it('gives the reason of a failure', async () => {
    const { readiness } = world(() => Promise.reject(new Error('connection refused')));
    expect(await readiness.answers()).toEqual([{ name: 'database', reason: 'connection refused' }]);
  });

  it('is not ready once it drains, and asks nothing any more', async () => {
    const { readiness, asked } = world(() => Promise.resolve());
    readiness.drain();
    expect(await readiness.answers()).toEqual([
      { name: 'shutdown', reason: 'the service is shutting down' },
    ]);
    expect(asked).toEqual([]);
  });
});
