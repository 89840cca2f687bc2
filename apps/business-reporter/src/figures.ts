import { CURRENCIES, PLANS, business, type Currency, type Plan } from '@aura/metrics';

export type ActivityWindow = (typeof business.activeUsers.labels.window)[number];
export const PAYMENT_OUTCOMES = business.payments.labels.outcome;
export type PaymentOutcome = (typeof PAYMENT_OUTCOMES)[number];

/** What the database said, row by row. */
export interface Findings {
  readonly activeUsers: Readonly<Record<ActivityWindow, number>>;
  readonly subscriptions: readonly { readonly plan: Plan; readonly active: number }[];
  readonly payments: readonly PaymentSum[];
  readonly capacity: { readonly busySeconds: number; readonly renderSlots: number };
  /** `undefined` where the platform is older than the views that these come from. */
  readonly totals: Totals | undefined;
}

/** Since the ledger began. None of them ever shrinks. */
export interface Totals {
  readonly signups: number;
  /** Playing time of the generations that were completed. */
  readonly videoSeconds: number;
  /** From start to end, of the generations that have ended, well or badly. */
  readonly renderSeconds: number;
}

export interface PaymentSum {
  readonly plan: Plan;
  readonly currency: Currency;
  readonly outcome: PaymentOutcome;
  readonly payments: number;
  readonly amountMinor: number;
}

/** The figures of one moment, complete: what the database holds nothing of is 0. */
export interface Figures {
  readonly activeUsers: Findings['activeUsers'];
  readonly subscriptions: Findings['subscriptions'];
  readonly revenue: readonly {
    readonly plan: Plan;
    readonly currency: Currency;
    readonly amount: number;
  }[];
  readonly payments: readonly { readonly outcome: PaymentOutcome; readonly count: number }[];
  /** `undefined` when there is no capacity that could have been used. Above 1 when more ran than there are slots. */
  readonly utilization: number | undefined;
  readonly totals: Findings['totals'];
}

/** What a render slot costs. */
export interface SlotPrice {
  readonly perHour: number;
  readonly currency: Currency;
}

/** The utilisation is that of the last hour. */
export const UTILIZATION_SECONDS = 3600;

/** Both USD and EUR have a hundred minor units. */
const MINOR_PER_MAJOR = 100;

export function figuresOf(findings: Findings): Figures {
  const { activeUsers, payments, capacity } = findings;
  const total = (part: readonly PaymentSum[], key: 'payments' | 'amountMinor'): number =>
    part.reduce((sum, row) => sum + row[key], 0);
  return {
    activeUsers,
    subscriptions: PLANS.map((plan) => ({
      plan,
      active: findings.subscriptions.find((row) => row.plan === plan)?.active ?? 0,
    })),
    revenue: PLANS.flatMap((plan) =>
      CURRENCIES.map((currency) => {
        const received = payments.filter(
          (row) => row.plan === plan && row.currency === currency && row.outcome === 'succeeded',
        );
        return { plan, currency, amount: total(received, 'amountMinor') / MINOR_PER_MAJOR };
      }),
    ),
    payments: PAYMENT_OUTCOMES.map((outcome) => ({
      outcome,
      count: total(
        payments.filter((row) => row.outcome === outcome),
        'payments',
      ),
    })),
    utilization: utilizationOf(capacity),
    totals: findings.totals,
  };
}

const SECONDS_PER_HOUR = 3600;

export function renderCost({ renderSeconds }: Totals, { perHour }: SlotPrice): number {
  return (renderSeconds / SECONDS_PER_HOUR) * perHour;
}

function utilizationOf({ busySeconds, renderSlots }: Findings['capacity']): number | undefined {
  return renderSlots === 0 ? undefined : busySeconds / (renderSlots * UTILIZATION_SECONDS);
}
