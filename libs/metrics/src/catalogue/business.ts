import { counter, gauge } from '../metric.js';
import { CURRENCIES, PLANS } from '../platform.js';

export const business = {
  activeUsers: gauge({
    name: 'business_active_users',
    unit: 'count',
    help: 'Distinct users who asked for at least one video within the window before now.',
    labels: { window: ['24h', '7d', '30d'] },
  }),
  subscriptions: gauge({
    name: 'business_active_subscriptions',
    unit: 'count',
    help: 'Subscriptions that are active now.',
    labels: { plan: PLANS },
  }),
  revenue: counter({
    name: 'business_revenue_total',
    unit: 'money',
    help: 'Money received in successful payments since the ledger began, in the major unit of the currency.',
    labels: { plan: PLANS, currency: CURRENCIES },
  }),
  payments: counter({
    name: 'business_payments_total',
    unit: 'count',
    help: 'Payments that were attempted since the ledger began, by outcome.',
    labels: { outcome: ['succeeded', 'failed'] },
  }),
  signups: counter({
    name: 'business_signups_total',
    unit: 'count',
    help: 'Users who have signed up since the ledger began.',
    labels: {},
  }),
  renderedSeconds: counter({
    name: 'business_rendered_seconds_total',
    unit: 'seconds',
    help: 'Playing time of all videos delivered since the ledger began.',
    labels: {},
  }),
  renderCost: counter({
    name: 'business_render_cost_total',
    unit: 'money',
    help: 'What the render time spent since the ledger began has cost, at the configured price of a slot hour.',
    labels: { currency: CURRENCIES },
  }),
  utilization: gauge({
    name: 'business_render_utilization_ratio',
    unit: 'ratio',
    help: 'Share of the render capacity of the last hour that was spent rendering.',
    labels: {},
  }),
  figuresAge: gauge({
    name: 'business_figures_age_seconds',
    unit: 'seconds',
    help: 'Age of the business figures now served.',
    labels: {},
  }),
  readFailures: counter({
    name: 'business_read_failures_total',
    unit: 'count',
    help: 'Attempts to read the business figures that failed or ran out of time.',
    labels: {},
  }),
};
