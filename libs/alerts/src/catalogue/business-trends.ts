import { business } from '@aura/metrics';
import {
  above,
  atLeast,
  before,
  below,
  both,
  complement,
  given,
  ratio,
} from '@aura/metrics/promql';
import type { Thresholds } from '@aura/thresholds';
import { alert, type Alert } from '../alert.js';
import { hourlyRevenue, rendered, renderPrice, signups } from '../recordings.js';
import { counterSeries, type Story, type StorySeries } from '../story.js';
import { FIRST, SECOND, sameHoursOfPastWeeks, threeWeeks, week } from './business-weeks.js';

const HOUR = 3600;
const SIX_HOURS = 6 * HOUR;

/*
 * In these stories calm lies so close to the limit that the first alarming sample within a range crosses it, and the
 * last one in the range still holds it: then the moments at which the alert turns are known exactly.
 */

export function revenueDrop({ business: limits }: Thresholds): Alert {
  const usual = sameHoursOfPastWeeks(hourlyRevenue);
  const limit = limits.revenueDropRatio.value;
  return alert({
    name: 'RevenueDrop',
    severity: 'ticket',
    component: 'business',
    when: both(
      atLeast(complement(ratio(hourlyRevenue.series, usual)), limits.revenueDropRatio),
      atLeast(usual, limits.minimumRevenue),
    ),
    for: '1h',
    summary: ({ labels, value, limit }) =>
      `Revenue in ${labels.currency} is ${value} below the same hour of past weeks; the limit is ${limit}.`,
    description: ({ labels }) =>
      `The last hour brought that much less ${labels.currency} than the mean of the same hour one, two and three ` +
      'weeks ago. Customers cannot pay, cannot find what to pay for, or have left.',
    story: {
      world: revenue(limits.minimumRevenue.value * 1.0005),
      calm: limit * 0.96,
      alarming: limit * 1.06,
      labels: { currency: 'EUR' },
      whenAbsent: 'silent',
      looksBack: '1h',
      step: '30m',
      history: threeWeeks(0, 0.2, 0.9),
      quietWhen: { 'there never was much revenue': revenue(limits.minimumRevenue.value * 0.9995) },
    },
  });
}

/** The dial is the drop of what an hour brings in euros, over two plans; dollars come in as ever. */
function revenue(usual: number): readonly StorySeries[] {
  const inEuros = { currency: 'EUR', plan: 'creator' } as const;
  const perSecond = (drop: number): number => (usual * (1 - drop)) / HOUR;
  return [
    counterSeries(business.revenue, { ...inEuros, ...FIRST }, (drop) => 0.6 * perSecond(drop)),
    counterSeries(business.revenue, { ...inEuros, ...SECOND }, (drop) => 0.3 * perSecond(drop)),
    counterSeries(
      business.revenue,
      { ...inEuros, plan: 'studio', ...FIRST },
      (drop) => 0.4 * perSecond(drop),
    ),
    counterSeries(
      business.revenue,
      { currency: 'USD', plan: 'creator', ...FIRST },
      () => 2 * perSecond(0),
    ),
  ];
}

export function signupsFlat({ business: limits }: Thresholds): Alert {
  const usual = limits.minimumSignups.value;
  return alert({
    name: 'SignupsFlat',
    severity: 'ticket',
    component: 'business',
    when: both(
      below(signups.series, { value: 1, unit: 'count' }),
      atLeast(sameHoursOfPastWeeks(signups), limits.minimumSignups),
    ),
    for: '1h',
    summary: () => 'Nobody has signed up for six hours.',
    description: () =>
      `In the same hours one, two and three weeks ago at least ${String(usual)} people did, in the mean. The form, ` +
      'the mail that confirms it or the way there is broken.',
    story: {
      world: newcomers(1),
      calm: 1.002,
      alarming: 0.96,
      labels: {},
      whenAbsent: 'silent',
      looksBack: '6h',
      endsAfter: '5h',
      step: '30m',
      history: threeWeeks(usual * 1.0005, usual * 0.2, 2),
      quietWhen: { 'few people sign up in those hours': newcomers(0.999) },
    },
  });
}

/** The dial is how many people sign up in six hours, or so many times as many. */
function newcomers(times: number): readonly StorySeries[] {
  const perSecond = (people: number): number => (people * times) / SIX_HOURS;
  return [
    counterSeries(business.signups, FIRST, perSecond),
    counterSeries(business.signups, SECOND, (people) => perSecond(people) / 2),
  ];
}

export function renderCostJump({ business: limits }: Thresholds): Alert {
  const enough = limits.minimumRendered;
  const limit = limits.costJumpRatio.value;
  const jump = above(ratio(renderPrice.series, before(renderPrice, '7d')), limits.costJumpRatio);
  return alert({
    name: 'RenderCostJump',
    severity: 'ticket',
    component: 'business',
    when: given(
      given(jump, atLeast(rendered.series, enough)),
      atLeast(before(rendered, '7d'), enough),
    ),
    for: '1h',
    summary: ({ labels, value, limit }) =>
      `A second of video costs ${value} of what it did a week ago, in ${labels.currency}; the limit is ${limit}.`,
    description: () =>
      'Over the last six hours, against the same hours a week ago. Renders take longer than they did, fail after ' +
      'they have cost their time, or run on dearer machines.',
    story: {
      world: renders(enough.value * 1.0005, enough.value * 1.0005),
      calm: limit * 0.998,
      alarming: limit * 1.04,
      labels: { currency: 'EUR' },
      whenAbsent: 'silent',
      looksBack: '6h',
      endsAfter: '5h',
      step: '30m',
      history: week(1, 0.5),
      ...volumes(enough.value, limit),
    },
  });
}

/** How much is rendered decides whether its price says something, and is not its price. */
function volumes(enough: number, limit: number): Pick<Story<'currency'>, 'quietWhen' | 'scenes'> {
  const [plenty, little] = [enough * 1.0005, enough * 0.9995];
  return {
    quietWhen: {
      'little is rendered now': renders(plenty, little),
      'little was rendered a week ago': renders(little, plenty),
    },
    scenes: {
      'three times as much video for a like price is no jump': {
        world: renders(plenty, 3 * plenty),
        stretches: [{ value: limit * 0.9, lasts: '12h' }],
        firing: 0,
      },
    },
  };
}

/** The dial is the price in euros against that of the week before, which is 1; dollars stay the same. */
function renders(secondsThen: number, secondsNow: number): readonly StorySeries[] {
  const perSecond = (dial: number): number => (dial === 1 ? secondsThen : secondsNow) / SIX_HOURS;
  const cost = (price: number, dial: number): number => 0.02 * price * perSecond(dial);
  return [
    counterSeries(business.renderedSeconds, FIRST, perSecond),
    counterSeries(business.renderedSeconds, SECOND, (dial) => perSecond(dial) / 2),
    counterSeries(business.renderCost, { currency: 'EUR', ...FIRST }, (dial) => cost(dial, dial)),
    counterSeries(
      business.renderCost,
      { currency: 'EUR', ...SECOND },
      (dial) => cost(dial, dial) / (dial === 1 ? 2 : 4),
    ),
    counterSeries(business.renderCost, { currency: 'USD', ...FIRST }, (dial) => cost(1.1, dial)),
  ];
}
