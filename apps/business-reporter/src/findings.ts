import { CURRENCIES, PLANS } from '@aura/metrics';
import { z } from 'zod';
import { PAYMENT_OUTCOMES, UTILIZATION_SECONDS, type Findings } from './figures.js';

/** Runs one statement with its parameters. */
export type RunStatement = (sql: string, parameters: readonly unknown[]) => Promise<unknown>;

/**
 * Reads the platform's `reporting` views as of one moment. The statements belong in one transaction, or
 * they would tell of several.
 */
export async function readFindings(run: RunStatement, asOf: Date): Promise<Findings> {
  const rowsOf = async <S extends z.ZodType>(question: Question<S>): Promise<z.output<S>> => {
    const parameters = question.isTimeless === true ? [] : [asOf];
    return answerOf(question, await run(question.sql, parameters));
  };
  const [activeUsers] = await rowsOf(ACTIVE_USERS);
  const subscriptions = await rowsOf(SUBSCRIPTIONS);
  const payments = await rowsOf(PAYMENTS);
  const [capacity] = await rowsOf(CAPACITY);
  const [{ isThere }] = await rowsOf(TOTALS_VIEWS);
  const [totals] = isThere ? await rowsOf(TOTALS) : [undefined];
  return { activeUsers, subscriptions, payments, capacity, totals };
}

interface Question<S extends z.ZodType> {
  readonly views: string;
  readonly sql: string;
  readonly rows: S;
  readonly isTimeless?: boolean;
}

// bigint and numeric come as text, for they may hold more than a number of JavaScript can.
const whole = z
  .string()
  .regex(/^-?\d+$/, 'expected a whole number')
  .transform(Number);
const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'expected a decimal number')
  .transform(Number);

const ACTIVE_USERS = {
  views: 'reporting.generations',
  sql: `
    SELECT count(DISTINCT user_id) FILTER (WHERE requested_at > $1::timestamptz - interval '24 hours') AS "24h",
           count(DISTINCT user_id) FILTER (WHERE requested_at > $1::timestamptz - interval '7 days') AS "7d",
           count(DISTINCT user_id) AS "30d"
    FROM reporting.generations
    WHERE requested_at > $1::timestamptz - interval '30 days' AND requested_at <= $1::timestamptz`,
  rows: z.tuple([z.object({ '24h': whole, '7d': whole, '30d': whole })]),
};

const SUBSCRIPTIONS = {
  views: 'reporting.subscriptions',
  sql: `
    SELECT plan, count(*) AS active
    FROM reporting.subscriptions
    WHERE started_at <= $1::timestamptz AND (ended_at IS NULL OR ended_at > $1::timestamptz)
    GROUP BY plan`,
  rows: z.array(z.object({ plan: z.enum(PLANS), active: whole })),
};

const PAYMENTS = {
  views: 'reporting.payments',
  isTimeless: true, // all that the ledger holds
  sql: `
    SELECT plan, currency, outcome, count(*) AS payments, sum(amount_minor) AS "amountMinor"
    FROM reporting.payments
    GROUP BY plan, currency, outcome`,
  rows: z.array(
    z.object({
      plan: z.enum(PLANS),
      currency: z.enum(CURRENCIES),
      outcome: z.enum(PAYMENT_OUTCOMES),
      payments: whole,
      amountMinor: whole,
    }),
  ),
};

/** Renders are clipped to the hour; one that still runs counts until now. */
const CAPACITY = {
  views: 'reporting.capacity, reporting.generations',
  sql: `
    WITH span AS (
      SELECT $1::timestamptz AS until, $1::timestamptz - interval '${UTILIZATION_SECONDS} seconds' AS since
    )
    SELECT (SELECT render_slots::bigint FROM reporting.capacity) AS "renderSlots",
           coalesce(sum(extract(epoch FROM
             least(coalesce(finished_at, until), until) - greatest(started_at, since))), 0)::numeric AS "busySeconds"
    FROM reporting.generations, span
    WHERE started_at < until AND (finished_at IS NULL OR finished_at > since)`,
  rows: z.tuple([z.object({ renderSlots: whole, busySeconds: decimal })]),
};

/** A platform that was not brought up to date has neither. */
const TOTALS_VIEWS = {
  views: 'reporting.users, reporting.forgotten',
  isTimeless: true,
  sql: `
    SELECT to_regclass('reporting.users') IS NOT NULL
       AND to_regclass('reporting.forgotten') IS NOT NULL AS "isThere"`,
  rows: z.tuple([z.object({ isThere: z.boolean() })]),
};

/**
 * Counters must not shrink, so a render counts when it has ended (one that is taken back to the queue has not),
 * what the platform has forgotten still counts, and the sums are numeric, whose last digit depends on no order.
 */
const TOTALS = {
  views: 'reporting.users, reporting.forgotten, reporting.generations',
  isTimeless: true,
  sql: `
    SELECT (SELECT count(*) FROM reporting.users) AS signups,
           coalesce(sum(video_seconds::numeric) FILTER (WHERE outcome = 'completed'), 0)
             + (SELECT video_seconds FROM reporting.forgotten) AS "videoSeconds",
           coalesce(sum(greatest(extract(epoch FROM finished_at - started_at), 0)), 0)
             + (SELECT render_seconds FROM reporting.forgotten) AS "renderSeconds"
    FROM reporting.generations`,
  rows: z.tuple([z.object({ signups: whole, videoSeconds: decimal, renderSeconds: decimal })]),
};

function answerOf<S extends z.ZodType>({ views, rows }: Question<S>, answer: unknown): z.output<S> {
  const parsed = rows.safeParse(answer);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path, message }) => `${path.slice(1).join('.')}: ${message}`,
  );
  throw new Error(`${views} breaks its contract: ${[...new Set(faults)].join('; ')}`);
}
