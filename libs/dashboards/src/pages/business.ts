import { business as metrics } from '@aura/metrics';
import { increase, maxBy, now, rate, sumBy } from '@aura/metrics/promql';
import { bars, gauge, series, stat, timeseries } from '../draw.js';
import type { Page, Row } from '../panel.js';
import { variable } from '../variable.js';
import { watch, type World } from '../watch.js';
import { PAGE_WINDOW, WHOLE_PAGE } from '../window.js';
import { processes } from './shared.js';

const currency = variable({ title: 'Currency', metric: metrics.revenue, label: 'currency' });
const plan = variable({ title: 'Plan', metric: metrics.revenue, label: 'plan' });

/**
 * Money and people. Several reporters may tell of the same ledger, so the largest tale counts once: `max` stands inside
 * every sum.
 */
export function business(world: World): Page {
  return {
    uid: 'aura-business',
    title: 'Business',
    help: 'Who uses the platform, what it earns, what it costs, and whether the figures are fresh.',
    span: '7d',
    variables: [currency, plan],
    components: ['business'],
    rows: [
      people(world),
      money(world),
      payments(),
      cost(world),
      figures(world),
      processes('business-reporter'),
    ],
  };
}

function people(world: World): Row {
  return {
    title: 'People',
    panels: [
      stat({
        title: 'Active users',
        help: 'Distinct users who asked for a video within a day, a week and a month.',
        of: series(maxBy(now(metrics.activeUsers), 'window'), ($) => $.window),
      }),
      bars({
        title: 'Subscriptions',
        help: 'Subscriptions active now, by plan.',
        of: series(
          maxBy(now(metrics.subscriptions, { plan: plan.matcher }), 'plan'),
          ($) => $.plan,
        ),
      }),
      timeseries({
        title: 'Sign-ups within six hours',
        help: 'None at an hour that usually brings many: the form, its mail or the way there is broken.',
        ...watch(world, 'count', { SignupsFlat: 'signed up' }),
      }),
    ],
  };
}

function money(world: World): Row {
  const earned = maxBy(
    increase(metrics.revenue, WHOLE_PAGE, { currency: currency.matcher, plan: plan.matcher }),
    'plan',
    'currency',
  );
  return {
    title: 'Money',
    panels: [
      timeseries({
        title: 'Revenue below past weeks',
        whenEmpty: 'Known when three weeks are kept',
        help: 'How far the last hour lies below the mean of the same hour of three past weeks; below zero it earned more. Empty until three weeks are kept.',
        ...watch(world, 'ratio', { RevenueDrop: '{{currency}}' }),
      }),
      timeseries({
        title: 'Failing payments',
        help: 'Share of the payments of half an hour that did not succeed, as the alert sees it.',
        ...watch(world, 'ratio', { PaymentsFailing: 'failing' }),
      }),
      bars({
        title: 'Revenue by plan',
        help: 'Money received over all that the page shows, by plan and currency.',
        of: series(earned, ($) => `${$.plan} ${$.currency}`),
      }),
      stat({
        title: 'Revenue',
        help: 'Money received over all that the page shows, by currency.',
        of: series(sumBy(earned, 'currency'), ($) => $.currency),
      }),
    ],
  };
}

function payments(): Row {
  return {
    title: 'Payments and sign-ups',
    panels: [
      timeseries({
        title: 'Payments by outcome',
        help: 'Payments that were tried per second, by outcome.',
        of: series(maxBy(rate(metrics.payments, PAGE_WINDOW), 'outcome'), ($) => $.outcome),
      }),
      stat({
        title: 'Sign-ups',
        help: 'People who signed up over all that the page shows.',
        of: series(maxBy(increase(metrics.signups, WHOLE_PAGE)), () => 'signed up'),
      }),
    ],
  };
}

function cost(world: World): Row {
  return {
    title: 'What it costs',
    panels: [
      timeseries({
        title: 'Price of a second of video, against a week ago',
        whenEmpty: 'Known when a week is kept',
        help: 'Over six hours: one is as ever; above the line renders take longer, fail late or run on dearer machines.',
        ...watch(world, 'ratio', { RenderCostJump: '{{currency}}' }),
      }),
      stat({
        title: 'Render cost',
        help: 'What rendering has cost over all that the page shows, by currency.',
        of: series(
          maxBy(
            increase(metrics.renderCost, WHOLE_PAGE, { currency: currency.matcher }),
            'currency',
          ),
          ($) => $.currency,
        ),
      }),
      stat({
        title: 'Video delivered',
        help: 'Playing time of the videos delivered over all that the page shows.',
        of: series(maxBy(increase(metrics.renderedSeconds, WHOLE_PAGE)), () => 'delivered'),
      }),
      gauge({
        title: 'Utilisation',
        help: 'Share of the render capacity of the last hour that was spent rendering: low is money for nothing, full is a queue.',
        of: series(maxBy(now(metrics.utilization)), () => 'used'),
      }),
    ],
  };
}

function figures(world: World): Row {
  return {
    title: 'Freshness',
    panels: [
      timeseries({
        title: 'Age of the figures',
        help: 'How old the figures on this page are; past twice the line they are withheld rather than shown.',
        ...watch(world, 'seconds', { BusinessFiguresStale: 'age' }),
      }),
      timeseries({
        title: 'Failed reads of the ledger',
        help: 'Reads of the business figures per second that failed or ran out of time.',
        of: series(sumBy(rate(metrics.readFailures, PAGE_WINDOW)), () => 'failed'),
      }),
    ],
  };
}
