import type { Plan } from '@aura/metrics';

/** A month of a plan, in cents of the customer's currency. */
export const PRICE_MINOR: Readonly<Record<Exclude<Plan, 'free'>, number>> = {
  creator: 1_900,
  studio: 9_900,
};
