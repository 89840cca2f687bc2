import type { z } from 'zod';

const ANSWER_DEADLINE_MS = 10_000;

/** One JSON answer, as the schema reads it; `alsoStatus` is a failure that answers in the same form. */
export async function ask<S extends z.ZodType>(
  url: string,
  schema: S,
  { alsoStatus }: { readonly alsoStatus?: number } = {},
): Promise<z.infer<S>> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_DEADLINE_MS) });
  const body = await response.text();
  if (!response.ok && response.status !== alsoStatus)
    throw new Error(`${url} answers ${response.status}: ${body.slice(0, 300)}`);
  const read = schema.safeParse(JSON.parse(body));
  if (!read.success) throw new Error(`${url} answers something else`, { cause: read.error });
  return read.data;
}
