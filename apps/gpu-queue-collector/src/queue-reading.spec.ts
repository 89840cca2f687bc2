import { addressOf, countsByState } from './queue-reading.js';

const COUNTED = {
  waiting: 11,
  active: 12,
  completed: 13,
  failed: 14,
  delayed: 15,
  paused: 16,
  prioritized: 17,
  'waiting-children': 18,
};

describe('the counts of a queue', () => {
  it('are those of BullMQ while the queue runs', () => {
    expect(Object.fromEntries(pairs(countsByState(COUNTED, false)))).toEqual(COUNTED);
  });

  it('move the waiting jobs of a paused queue to paused, and no others', () => {
    expect(Object.fromEntries(pairs(countsByState(COUNTED, true)))).toEqual({
      ...COUNTED,
      waiting: 0,
      paused: 27,
    });
  });

  it('are refused when BullMQ leaves a state out, for a missing count is not zero', () => {
    const partial: Record<string, number> = { ...COUNTED };
    delete partial['delayed'];
    expect(() => countsByState(partial, false)).toThrow(
      'BullMQ did not count the jobs that are delayed',
    );
  });
});

it('shows an address without user, password and parameters', () => {
  expect(addressOf('postgres://aura:hunter2@db.internal:5433/aura?sslmode=require')).toBe(
    'postgres://db.internal:5433/aura',
  );
});

function pairs(jobs: ReturnType<typeof countsByState>): [string, number][] {
  return jobs.map(({ state, count }) => [state, count]);
}
