import { z } from 'zod';
import { OPTIMIZATION_LEVELS, THEMES } from '@aura/metrics';
import { problem } from '@aura/service';
import type { Request } from '../database/ledger.js';
import { GUEST } from '../database/seed.js';
import { LONGEST_VIDEO_SECONDS } from '../pipeline/stages.js';

const USER_ID = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** The body of `POST /generate`. */
export const wishSchema = z.strictObject({
  prompt: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .refine((text) => !text.includes('\0'), 'expected text without the character U+0000'), // which PostgreSQL cannot keep
  theme: oneOf(THEMES),
  durationSeconds: z.number().min(1).max(LONGEST_VIDEO_SECONDS),
  level: oneOf(OPTIMIZATION_LEVELS).default('standard'),
  userId: z
    .string()
    .regex(USER_ID, 'expected up to 40 lower-case letters, digits and hyphens')
    .default(GUEST),
}) satisfies z.ZodType<Request>;

/** What a body says, or a 400 that names every field that is wrong and what it may hold. */
export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'body'}: ${message}`,
  );
  throw problem(
    {
      status: 400,
      error: faults.join('; '),
      advice: 'Correct these fields and send the request again.',
    },
    { fields: faults },
  );
}

function oneOf<const T extends readonly string[]>(values: T): z.ZodEnum<{ [K in T[number]]: K }> {
  return z.enum(values, `expected one of ${values.join(', ')}`);
}
