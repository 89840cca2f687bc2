import { METRIC_NAME } from '@aura/metrics';
import { z } from 'zod';
import { placed, type Exemplar, type Placed } from '../exposition/exemplar.js';
import type { Label } from '../exposition/family.js';
import { each } from './each.js';
import { EXEMPLAR, EXEMPLARS } from './exemplars.js';
import { LABELS as labels } from './labels.js';
import { LIMITS } from '../limits.js';

/** How the values of a gauge become one. */
export const GAUGE_MODES = ['last', 'sum', 'min', 'max'] as const;
export type Mode = (typeof GAUGE_MODES)[number];

/** A set of labels and what is added to it. */
export interface Increment {
  /** In the order of their names, without empty values. */
  readonly labels: readonly Label[];
  /** One number; of a histogram a count for each bound, then the sum, then the count of all. */
  readonly values: readonly number[];
  /** Of several on one line the newest counts. One without a time of its own, which is Infinity, has its push's. */
  readonly exemplars?: readonly Placed[] | undefined;
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

const MOST = { bounds: 200, producerCharacters: 200 };

const name = z
  .string()
  .max(LIMITS.labels.nameCharacters)
  .regex(METRIC_NAME, 'expected the name of a metric, such as render_jobs_total');
const count = z.number().int('expected a whole number').nonnegative('expected 0 or more');
const head = {
  name,
  help: z.string().max(LIMITS.helpCharacters).optional(),
  expireAfterSeconds: count.max(LIMITS.expirySeconds, 'expected at most ten years').optional(),
};

const counter = z.strictObject({
  ...head,
  type: z.literal('counter'),
  series: each(
    z.strictObject({
      labels,
      value: z.number().nonnegative('expected 0 or more: what was added'),
      exemplar: EXEMPLAR.optional(),
    }),
  ),
});

const gauge = z.strictObject({
  ...head,
  type: z.literal('gauge'),
  mode: z.enum(GAUGE_MODES, { error: `expected one of ${GAUGE_MODES.join(', ')}` }).optional(),
  series: each(z.strictObject({ labels, value: z.number() })),
});

const histogram = z.strictObject({
  ...head,
  type: z.literal('histogram'),
  buckets: each(z.number(), MOST.bounds).refine(
    isAscending,
    'expected the upper bounds in ascending order, without +Inf',
  ),
  series: each(
    z.strictObject({
      ...{ labels, buckets: each(count), sum: z.number(), count },
      exemplars: EXEMPLARS.optional(),
    }),
  ),
});

/** The body of `POST /v1/push`: docs/push.md. */
export const PUSH = z.strictObject({
  producer: z
    .string()
    .min(1, 'expected a name that no other process has')
    .max(MOST.producerCharacters),
  sequence: z.number().int('expected a whole number').min(1, 'expected 1 or more'),
  families: each(
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
      ...exemplarsOf(one.exemplars, body.buckets),
    }));
    return { ...common, mode: 'sum', bounds: body.buckets, series };
  }
  const mode = body.type === 'gauge' ? (body.mode ?? 'last') : 'sum';
  const series = body.series.map((one) => ({
    ...{ labels: one.labels, values: [one.value] },
    ...('exemplar' in one && one.exemplar !== undefined ? exemplarsOf([one.exemplar], []) : {}),
  }));
  return { ...common, mode, bounds: [], series };
}

function exemplarsOf(
  given: readonly Exemplar[] = [],
  bounds: readonly number[],
): Pick<Increment, 'exemplars'> {
  return given.length === 0 ? {} : { exemplars: given.map((one) => placed(one, bounds)) };
}

function isAscending(bounds: readonly number[]): boolean {
  return bounds.every((bound, i) => i === 0 || bound > (bounds[i - 1] ?? Infinity));
}
