import { threshold } from '../threshold.js';

/** The business, and the monitoring itself. */
export const OPERATIONS = {
  business: {
    revenueDropRatio: threshold({
      value: 0.5,
      unit: 'ratio',
      min: 0.05,
      max: 0.95,
      why: 'Half of what the same hour brought a week ago is more than a quiet day.',
    }),
    minimumRevenue: threshold({
      value: 50,
      unit: 'money',
      min: 1,
      max: 10_000_000,
      why: 'Where an hour usually brings less than fifty, one customer more or less is the whole change.',
    }),
    minimumSignups: threshold({
      value: 10,
      unit: 'count',
      min: 1,
      max: 1_000_000,
      why: 'Where six hours usually bring fewer than ten people, none at all may be chance.',
    }),
    minimumRendered: threshold({
      value: 600,
      unit: 'seconds',
      min: 1,
      max: 10_000_000,
      why: 'The price of less than ten minutes of video is the price of a few odd renders.',
    }),
    paymentFailureRatio: threshold({
      value: 0.2,
      unit: 'ratio',
      min: 0.01,
      max: 1,
      why: 'Card refusals of a few percent are normal; a fifth is a payment provider in trouble.',
    }),
    minimumPayments: threshold({
      value: 10,
      unit: 'count',
      min: 1,
      max: 100000,
      why: 'Below ten payments in the window a ratio says more about chance than about the provider.',
    }),
    costJumpRatio: threshold({
      value: 1.5,
      unit: 'ratio',
      min: 1.01,
      max: 100,
      why: 'Half as much again per minute of video, against a week ago, eats the margin of the cheapest plan.',
    }),
    figuresAge: threshold({
      value: 600,
      unit: 'seconds',
      min: 30,
      max: 86_400,
      why: 'Decisions about money bear ten minutes of delay; older figures are withheld rather than shown as new.',
    }),
  },
  gateway: {
    refusedShare: threshold({
      value: 0.05,
      unit: 'ratio',
      min: 0.001,
      max: 1,
      why: 'One producer in twenty turned away for good is a release gone wrong; a stray client now and then is not.',
    }),
    seriesBudgetUsed: threshold({
      value: 0.8,
      unit: 'ratio',
      min: 0.1,
      max: 1,
      why: 'The last fifth leaves time to find the label that grows.',
    }),
    pusherSilence: threshold({
      value: 900,
      unit: 'seconds',
      min: 60,
      max: 604800,
      why: 'Batches here run every minute or so; a quarter of an hour without one is a batch that died.',
    }),
    series: threshold({
      value: 200_000,
      unit: 'count',
      min: 100,
      max: 10_000_000,
      why: 'About half a kilobyte a series: past this the process needs more memory than a small machine gives it.',
    }),
  },
  monitoring: {
    rulesFailing: threshold({
      value: 0,
      unit: 'count',
      min: 0,
      max: 1000,
      why: 'One rule that fails is one thing that nobody watches.',
    }),
  },
} as const;
