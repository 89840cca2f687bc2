import { PLANS } from '@aura/metrics';
import { seedOf, SEEDED_USERS } from './seed.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const DAY_MS = 86_400_000;

describe('the seed', () => {
  it('is the same for the same number and moment', () => {
    expect(seedOf(11, NOW)).toEqual(seedOf(11, NOW));
    expect(seedOf(11, NOW)).not.toEqual(seedOf(12, NOW));
  });

  it('holds customers on every plan, each with one open subscription', () => {
    const { users, subscriptions } = seedOf(1, NOW);
    expect(users).toHaveLength(SEEDED_USERS + 1);
    expect(subscriptions.map(({ userId }) => userId)).toEqual(users.map(({ id }) => id));
    expect(new Set(subscriptions.map(({ plan }) => plan))).toEqual(new Set(PLANS));
  });

  it('holds payments of both outcomes, none by a free customer, none in the future', () => {
    const { payments } = seedOf(1, NOW);
    expect(new Set(payments.map(({ outcome }) => outcome))).toEqual(
      new Set(['succeeded', 'failed']),
    );
    expect(payments.filter(({ plan }) => plan === 'free')).toEqual([]);
    expect(payments.filter(({ paidAt }) => paidAt > NOW)).toEqual([]);
    expect(
      payments.filter(({ paidAt }) => NOW.getTime() - paidAt.getTime() < 30 * DAY_MS),
    ).not.toEqual([]);
  });

  it('holds finished generations over the past thirty days, with activity in the last day', () => {
    const { generations } = seedOf(1, NOW);
    const ages = generations.map(
      ({ requestedAt }) => (NOW.getTime() - requestedAt.getTime()) / DAY_MS,
    );
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(0);
    expect(Math.min(...ages)).toBeLessThan(1);
    expect(Math.max(...ages)).toBeLessThanOrEqual(30);
    expect(Math.max(...ages)).toBeGreaterThan(20);
    expect(generations.every(({ status }) => status === 'completed' || status === 'failed')).toBe(
      true,
    );
    expect(new Set(generations.map(({ id }) => id)).size).toBe(generations.length);
  });
});
