import { z } from 'zod';
import { inOrder, type Label } from '../exposition/family.js';

/** How the values of a gauge become one. */
export const GAUGE_MODES = ['last', 'sum', 'min', 'max'] as const;
export type Mode = (typeof GAUGE_MODES)[number];

/** A set of labels and what is added to it. */
export interface Increment {
  /** In the order of their names, without empty values. */
  readonly labels: readonly Label[];
  /** One number; of a histogram a count for each bound, then the sum, then the count of all. */
  readonly values: readonly number[];
  /** In a snapshot alone. */
  readonly seen?: Seen | undefined;
}

/** Who opened a series, and when it was last pushed to. */
export interface Seen {
  readonly by: string;
  readonly atSeconds: number;
}

/** What all who push a family must agree on. */
export interface Declaration {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string | undefined;
  /** Counters and histograms have `sum`. */
  readonly mode: Mode;
  /** Of a histogram; empty for the others. */
  readonly bounds: readonly number[];
}

export interface AddedFamily extends Declaration {
  /** After how long without a push a series of it is forgotten; 0 for never. As it was when it does not say. */
  readonly expireAfterSeconds?: number | undefined;
  readonly series: readonly Increment[];
}

export interface AddPush {
  readonly producer: string;
  readonly sequence: number;
  readonly families: readonly AddedFamily[];
}

const LONGEST = { name: 200, producer: 200, help: 1_000, value: 1_000 };
const MOST = { labels: 30, bounds: 200, expirySeconds: 315_360_000 };

const name = z
  .string()
  .max(LONGEST.name)
  .regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'expected the name of a metric, such as render_jobs_total');
const count = z.number().int('expected a whole number').nonnegative('expected 0 or more');
const head = {
  name,
  help: z.string().max(LONGEST.help).optional(),
  expireAfterSeconds: count.max(MOST.expirySeconds, 'expected at most ten years').optional(),
};

/** A list, not an object, for `__proto__` is a name that a reader must be told of. */
const labels = z.unknown().transform((given, context): readonly Label[] => {
  const fault = labelFault(given);
  if (fault === undefined) return labelsOf(given);
  context.addIssue({ code: 'custom', message: fault });
  return z.NEVER;
});

const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;

function labelFault(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return 'expected an object of label names and values, such as {"stage":"mux"}';
  }
  const entries: readonly (readonly [string, unknown])[] = Object.entries(given);
  if (entries.length > MOST.labels) return `expected at most ${String(MOST.labels)} labels`;
  for (const [label, value] of entries) {
    const fault = labelNameFault(label) ?? labelValueFault(label, value);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function labelNameFault(label: string): string | undefined {
  if (label === 'le' || label === 'quantile') return `the label ${label} belongs to the gateway`;
  if (LABEL_NAME.test(label) && label.length <= LONGEST.name) return undefined;
  return `${JSON.stringify(label.slice(0, LONGEST.name))} is not the name of a label`;
}

function labelValueFault(label: string, value: unknown): string | undefined {
  if (typeof value !== 'string') return `the value of the label ${label} is not a text`;
  if (value.length <= LONGEST.value) return undefined;
  return `the value of the label ${label} has more than ${String(LONGEST.value)} characters`;
}

function labelsOf(given: unknown): readonly Label[] {
  const entries = Object.entries(given as Record<string, string>); // labelFault found nothing else
  return inOrder(entries.filter(([, value]) => value !== ''));
}

const counter = z.strictObject({
  ...head,
  type: z.literal('counter'),
  series: z.array(
    z.strictObject({ labels, value: z.number().nonnegative('expected 0 or more: what was added') }),
  ),
});

const gauge = z.strictObject({
  ...head,
  type: z.literal('gauge'),
  mode: z.enum(GAUGE_MODES, { error: `expected one of ${GAUGE_MODES.join(', ')}` }).optional(),
  series: z.array(z.strictObject({ labels, value: z.number() })),
});

const histogram = z.strictObject({
  ...head,
  type: z.literal('histogram'),
  buckets: z
    .array(z.number())
    .max(MOST.bounds)
    .refine(isAscending, 'expected the upper bounds in ascending order, without +Inf'),
  series: z.array(z.strictObject({ labels, buckets: z.array(count), sum: z.number(), count })),
});

/** The body of `POST /v1/push`: docs/push.md. */
export const PUSH = z.strictObject({
  producer: z.string().min(1, 'expected a name that no other process has').max(LONGEST.producer),
  sequence: z.number().int('expected a whole number').min(1, 'expected 1 or more'),
  families: z.array(
    z
      .discriminatedUnion('type', [counter, gauge, histogram], {
        error: 'expected counter, gauge or histogram',
      })
      .transform(familyOf),
  ),
});

type Body = z.infer<typeof counter> | z.infer<typeof gauge> | z.infer<typeof histogram>;

function familyOf(body: Body): AddedFamily {
  const { name, type, help, expireAfterSeconds } = body;
  const common = {
    ...{ name, type, help },
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds }),
  };
  if (body.type === 'histogram') {
    const series = body.series.map((one) => ({
      labels: one.labels,
      values: [...one.buckets, one.sum, one.count],
    }));
    return { ...common, mode: 'sum', bounds: body.buckets, series };
  }
  const mode = body.type === 'gauge' ? (body.mode ?? 'last') : 'sum';
  const series = body.series.map((one) => ({ labels: one.labels, values: [one.value] }));
  return { ...common, mode, bounds: [], series };
}

function isAscending(bounds: readonly number[]): boolean {
  return bounds.every((bound, i) => i === 0 || bound > (bounds[i - 1] ?? Infinity));
}
