import type { Clock } from '@aura/health';
import { seldom } from './seldom.js';

function world() {
  const time = { now: 1_700_000_000_000 };
  const clock: Clock = { now: () => time.now, after: () => () => undefined, random: () => 0.5 };
  return { said: seldom(clock), time };
}

describe('what an outage repeats', () => {
  it('is said once a minute, with how often it was held back', () => {
    const { said, time } = world();
    const first = [
      said('refused after 11 ms'),
      said('refused after 12 ms'),
      said('refused after 13 ms'),
    ];
    time.now += 60_000;
    expect([...first, said('refused after 14 ms'), said('refused after 15 ms')]).toEqual([
      { heldBack: 0 },
      undefined,
      undefined,
      { heldBack: 2 },
      undefined,
    ]);
  });

  it('does not hold back what is new', () => {
    const { said } = world();
    expect([said('refused'), said('timed out'), said('refused')]).toEqual([
      { heldBack: 0 },
      { heldBack: 0 },
      undefined,
    ]);
  });

  it('holds no more than a bounded number of sentences', () => {
    const { said } = world();
    const names = Array.from({ length: 200 }, (_, i) => 'x'.repeat(i + 1));
    names.forEach((name) => said(name));
    said('one too many');
    expect(said('x')).toEqual({ heldBack: 0 });
  });
});
