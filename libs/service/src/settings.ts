import type { z } from 'zod';
import { variablesOf } from './environment.js';

/** One variable of a service, for those who hand it on. */
export interface Setting {
  readonly name: string;
  readonly example: string;
  readonly isSecret: boolean;
  /** What the service takes where nobody sets it, as it would be written; undefined where it takes nothing. */
  readonly usual: string | undefined;
}

/** What a service reads, by its own schema. */
export function settingsOf(schema: z.ZodObject): Setting[] {
  return variablesOf(schema).map(({ name, meta: { example, isSecret = false } }) => ({
    name,
    example,
    isSecret,
    usual: usualOf(schema.shape[name] as z.ZodType), // as in variablesOf: every field of ours is a classic schema
  }));
}

function usualOf(field: z.ZodType): string | undefined {
  const { data } = field.safeParse(undefined);
  if (Array.isArray(data)) return data.join(',');
  return typeof data === 'string' || typeof data === 'number' ? String(data) : undefined;
}
