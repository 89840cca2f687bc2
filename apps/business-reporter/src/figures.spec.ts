import { figuresOf, renderCost, type Findings } from './figures.js';

const NOTHING: Findings = {
  activeUsers: { '24h': 0, '7d': 0, '30d': 0 },
  subscriptions: [],
  payments: [],
  capacity: { busySeconds: 0, renderSlots: 1 },
  totals: undefined,
};

it('has every plan, currency and outcome at 0 while the ledger is empty', () => {
  expect(figuresOf(NOTHING)).toEqual({
    activeUsers: { '24h': 0, '7d': 0, '30d': 0 },
    subscriptions: [
      { plan: 'free', active: 0 },
      { plan: 'creator', active: 0 },
      { plan: 'studio', active: 0 },
    ],
    revenue: [
      { plan: 'free', currency: 'USD', amount: 0 },
      { plan: 'free', currency: 'EUR', amount: 0 },
      { plan: 'creator', currency: 'USD', amount: 0 },
      { plan: 'creator', currency: 'EUR', amount: 0 },
      { plan: 'studio', currency: 'USD', amount: 0 },
      { plan: 'studio', currency: 'EUR', amount: 0 },
    ],
    payments: [
      { outcome: 'succeeded', count: 0 },
      { outcome: 'failed', count: 0 },
    ],
    utilization: 0,
    totals: undefined,
  });
});

it('counts the money of successful payments alone, in major units, and payments of all plans by outcome', () => {
  const row = { plan: 'studio', currency: 'EUR' } as const;
  const { revenue, payments } = figuresOf({
    ...NOTHING,
    payments: [
      { ...row, outcome: 'succeeded', payments: 11, amountMinor: 1213 },
      { ...row, outcome: 'failed', payments: 14, amountMinor: 1516 },
      { plan: 'creator', currency: 'USD', outcome: 'succeeded', payments: 17, amountMinor: 1819 },
    ],
  });
  expect(revenue.filter(({ amount }) => amount > 0)).toEqual([
    { plan: 'creator', currency: 'USD', amount: 18.19 },
    { plan: 'studio', currency: 'EUR', amount: 12.13 },
  ]);
  expect(payments).toEqual([
    { outcome: 'succeeded', count: 28 },
    { outcome: 'failed', count: 14 },
  ]);
});

it.each([
  ['is the share of all slots for the whole hour', 3, 1350, 0.125],
  ['is above 1 when more ran than there are slots now', 1, 4500, 1.25],
  ['is unknown without any slot', 0, 0, undefined],
] as const)('the utilisation %s', (...[, renderSlots, busySeconds, expected]) => {
  expect(figuresOf({ ...NOTHING, capacity: { busySeconds, renderSlots } }).utilization).toBe(
    expected,
  );
});

it('prices a slot by the hour', () => {
  const totals = { signups: 11, videoSeconds: 12, renderSeconds: 5400 };
  expect(renderCost(totals, { perHour: 1.3, currency: 'EUR' })).toBeCloseTo(1.95, 12);
});
