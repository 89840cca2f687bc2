import { figuresOf } from './figures.js';
import { servedAt } from './served-figures.js';

const figures = figuresOf({
  activeUsers: { '24h': 11, '7d': 12, '30d': 13 },
  subscriptions: [],
  payments: [],
  capacity: { busySeconds: 0, renderSlots: 1 },
  totals: undefined,
});
const last = { figures, asOfMs: 1_000_000 };

it('serves the last figures with their age up to the limit itself', () => {
  expect(servedAt(1_600_000, last, 600)).toEqual({ figures, ageSeconds: 600 });
});

it('serves nothing past the limit', () => {
  expect(servedAt(1_600_001, last, 600)).toBeUndefined();
});

it('serves nothing before the first read', () => {
  expect(servedAt(1_600_000, undefined, 600)).toBeUndefined();
});

it('calls no figures younger than new when the clock was set back', () => {
  expect(servedAt(999_000, last, 600)).toEqual({ figures, ageSeconds: 0 });
});
