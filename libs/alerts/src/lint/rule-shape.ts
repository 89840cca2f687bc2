import { z } from 'zod';
import { durationSeconds } from './promql/duration.js';

/** What can stand where something else belongs; the words for each are in `shape-words.ts`. */
export const SHAPE_FAULTS = [
  ...['no groups', 'no group', 'no rules', 'no rule', 'missing'],
  ...['no text', 'no texts', 'no duration', 'too long', 'no number'],
] as const;
export type ShapeFault = (typeof SHAPE_FAULTS)[number];

const says = (fault: ShapeFault) => ({ error: fault });
const orMissing = (fault: ShapeFault) => ({
  error: ({ input }: { readonly input?: unknown }): ShapeFault =>
    input === undefined || input === null || input === '' ? 'missing' : fault,
});

/** YAML takes 5 and true for no texts; Prometheus takes them for the texts that they are written as. */
const WORD = [z.string(), z.number(), z.boolean()] as const;
const text = z.union(WORD, says('no text')).transform(String);
/** An empty one is the check of syntax' to tell. */
const expression = z.union(WORD, orMissing('no text')).transform(String);
const name = z
  .union([z.string().min(1), z.number(), z.boolean()], orMissing('no text'))
  .transform(String);
const texts = z
  .record(
    z.string(),
    text.nullish().transform((given) => given ?? ''),
    says('no texts'),
  )
  .nullish();

/** The largest unit first, each once. Prometheus counts in nanoseconds, of which 63 bits hold 292 years. */
const DURATION = /^(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/;
const LONGEST_SECONDS = 2 ** 63 / 1e9;
const isDuration = (written: string): boolean =>
  written === '0' || (written !== '' && DURATION.test(written));
const duration = z
  .union([z.string(), z.literal(0).transform(String)], says('no duration'))
  .refine(isDuration, { ...says('no duration'), abort: true })
  .refine((written) => (durationSeconds(written) ?? 0) < LONGEST_SECONDS, says('too long'))
  .nullish();

export const ruleShape = z.strictObject(
  {
    alert: text.nullish(),
    record: text.nullish(),
    expr: expression,
    for: duration,
    keep_firing_for: duration,
    labels: texts,
    annotations: texts,
  },
  says('no rule'),
);
export type RuleShape = z.infer<typeof ruleShape>;

/** A group without its rules, which are read one by one. */
export const groupShape = z.strictObject(
  {
    name,
    interval: duration,
    query_offset: duration,
    limit: z.number(says('no number')).nullish(),
    labels: texts,
    rules: z.array(z.unknown(), says('no rules')).nullish(),
  },
  says('no group'),
);

/** A file without its groups, which are read one by one. */
export const fileShape = z.strictObject({
  groups: z.array(z.unknown(), says('no groups')).nullish(),
});
