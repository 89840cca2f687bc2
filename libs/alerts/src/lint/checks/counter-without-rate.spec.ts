import { marks } from '../fixtures/ask.js';
import { counterWithoutRate } from './counter-without-rate.js';

const FAILED = 'business_read_failures_total';
const GROWTH = `${FAILED} -> ask for its growth: increase(${FAILED}[5m]) or rate(${FAILED}[5m])`;

describe('counter-without-rate', () => {
  it.each([
    `${FAILED} > 5`,
    `5 < ${FAILED}`,
    `sum by (job) (${FAILED}) >= 5`,
    `(${FAILED} offset 1h) == 0`,
    `${FAILED} / business_payments_total > 0.1`,
    `histogram_quantile(0.9, ${FAILED})`,
  ])('finds the bare counter in %j', (expr) => {
    expect(marks(counterWithoutRate, expr)).toEqual([GROWTH]);
  });

  it.each([
    `increase(${FAILED}[5m]) > 5`,
    `count(${FAILED}) < 2`,
    `${FAILED} - ${FAILED} offset 5m > 3`,
    `${FAILED} > business_payments_total`,
    'queue_workers < 1',
    'not_ours_total > 5',
  ])('finds nothing in %j', (expr) => {
    expect(marks(counterWithoutRate, expr)).toEqual([]);
  });
});
