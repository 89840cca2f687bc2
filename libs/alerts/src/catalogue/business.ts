import { EXTERNAL, business } from '@aura/metrics';
import {
  above,
  absentEverywhere,
  atLeast,
  equalTo,
  given,
  increase,
  maxBy,
  now,
  orWhen,
  ratio,
  sumBy,
} from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { counterSeries, gaugeSeries, type StorySeries } from '../story.js';
import { FIRST, SECOND } from './business-weeks.js';
import { renderCostJump, revenueDrop, signupsFlat } from './business-trends.js';

const { up } = EXTERNAL.prometheus;

export function businessAlerts(thresholds: Thresholds): readonly Alert[] {
  return [
    revenueDrop(thresholds),
    paymentsFailing(thresholds),
    signupsFlat(thresholds),
    renderCostJump(thresholds),
    businessFiguresStale(thresholds),
  ];
}

/** The one of business that pages: customers who want to pay are turned away while it lasts. */
function paymentsFailing({ business: limits }: Thresholds): Alert {
  const failed = maxBy(increase(business.payments, '30m', { outcome: 'failed' }));
  const all = sumBy(maxBy(increase(business.payments, '30m'), 'outcome'));
  const limit = limits.paymentFailureRatio.value;
  const minimum = limits.minimumPayments.value;
  return alert({
    name: 'PaymentsFailing',
    severity: 'page',
    component: 'business',
    when: given(
      above(ratio(failed, all), limits.paymentFailureRatio),
      atLeast(all, limits.minimumPayments),
    ),
    for: '5m',
    summary: ({ value, limit }) => `${value} of payments fail; the limit is ${limit}.`,
    description: () =>
      'Over the last half hour that share of the payments that customers tried did not succeed. The payment ' +
      'provider or the connection to it is in trouble, and customers go away.',
    story: {
      world: payments(minimum * 1.0005),
      calm: limit * 0.999,
      alarming: Math.min(1, limit * 1.04),
      labels: {},
      whenAbsent: 'silent',
      looksBack: '30m',
      endsAfter: '28m',
      step: '1m',
      quietWhen: {
        'there are too few payments for a share to mean something': payments(minimum * 0.9995),
      },
    },
  });
}

/** So many payments in half an hour; the dial is the share that fails. The second reporter has read half of them. */
function payments(count: number): readonly StorySeries[] {
  return ([FIRST, SECOND] as const).flatMap((reporter, i) => {
    const perSecond = count / 1800 / (i + 1);
    const of = (outcome: 'succeeded' | 'failed', share: (failing: number) => number): StorySeries =>
      counterSeries(business.payments, { outcome, ...reporter }, (v) => perSecond * share(v));
    return [of('failed', (failing) => failing), of('succeeded', (failing) => 1 - failing)];
  });
}

/** The reporter serves no figures rather than old ones past the whole limit, so half of it is where to tell. */
function businessFiguresStale({ business: { figuresAge } }: Thresholds): Alert {
  const half = { value: figuresAge.value / 2, unit: figuresAge.unit };
  const stale = above(maxBy(now(business.figuresAge)), half);
  return alert({
    name: 'BusinessFiguresStale',
    severity: 'ticket',
    component: 'business',
    when: given(
      orWhen(stale, absentEverywhere(business.figuresAge)),
      equalTo(maxBy(now(up, { job: 'business-reporter' })), { value: 1, unit: 'count' }),
    ),
    for: '2m',
    summary: ({ limit }) => `Business figures are withheld or older than ${limit}.`,
    description: () =>
      'The business reporter runs and has not read the ledger for that long. Soon it will serve no figures, and ' +
      'alerts about revenue, payments and cost will see nothing.',
    story: {
      world: [
        ...reporters(1, 0, (age) => age),
        gaugeSeries(business.figuresAge, SECOND, (age) => age / 2),
      ],
      calm: half.value,
      alarming: half.value + 1,
      labels: {},
      whenAbsent: 'silent',
      step: '15s',
      quietWhen: { 'the reporter is down, which is another alert': reporters(0, 0, (age) => age) },
      scenes: {
        'figures that are withheld are stale': {
          world: reporters(1, 1, () => undefined),
          stretches: [{ value: 0, lasts: '5m' }],
          firing: 1,
        },
      },
    },
  });
}

function reporters(
  firstIsUp: number,
  secondIsUp: number,
  age: (value: number) => number | undefined,
): readonly StorySeries[] {
  return [
    gaugeSeries(up, FIRST, () => firstIsUp),
    gaugeSeries(up, SECOND, () => secondIsUp),
    gaugeSeries(business.figuresAge, FIRST, age),
    gaugeSeries(up, { job: 'node', instance: 'render-11:9100' }, () => 1),
  ];
}
