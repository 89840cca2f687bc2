import { overdueCount } from './overdue.js';

describe('overdue jobs', () => {
  it('are those that have run for longer than expected, not those just at it', () => {
    expect(overdueCount([86_999, 87_000, 87_001, 11_000], 13, 100_000)).toBe(2);
  });

  it('are none when nothing runs, or the clock of the workers runs ahead', () => {
    expect(overdueCount([], 13, 100_000)).toBe(0);
    expect(overdueCount([100_001, 999_000], 13, 100_000)).toBe(0);
  });
});
