import { EntitySchema } from 'typeorm';
import type { Currency, Plan } from '@aura/metrics';

export interface User {
  readonly id: string;
  readonly currency: Currency;
  readonly createdAt: Date;
}

export interface Subscription {
  readonly id?: number;
  readonly userId: string;
  readonly plan: Plan;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

export interface Payment {
  readonly id?: number;
  readonly userId: string;
  readonly plan: Plan;
  readonly currency: Currency;
  /** Cents. */
  readonly amountMinor: number;
  readonly outcome: 'succeeded' | 'failed';
  readonly paidAt: Date;
}

export const USERS = new EntitySchema<User>({
  name: 'User',
  tableName: 'users',
  columns: {
    id: { type: 'text', primary: true },
    currency: { type: 'text' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
  },
});

export const SUBSCRIPTIONS = new EntitySchema<Subscription>({
  name: 'Subscription',
  tableName: 'subscriptions',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    userId: { name: 'user_id', type: 'text' },
    plan: { type: 'text' },
    startedAt: { name: 'started_at', type: 'timestamptz' },
    endedAt: { name: 'ended_at', type: 'timestamptz', nullable: true },
  },
});

export const PAYMENTS = new EntitySchema<Payment>({
  name: 'Payment',
  tableName: 'payments',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    userId: { name: 'user_id', type: 'text' },
    plan: { type: 'text' },
    currency: { type: 'text' },
    amountMinor: { name: 'amount_minor', type: 'integer' },
    outcome: { type: 'text' },
    paidAt: { name: 'paid_at', type: 'timestamptz' },
  },
});
