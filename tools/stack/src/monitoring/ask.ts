import type { z } from 'zod';

const ANSWER_DEADLINE_MS = 10_000;

/** What is needed of an answer; `fetch` gives it, and so does a way through a password and a certificate. */
export interface Answered {
  readonly ok: boolean;
  readonly status: number;
  text(): Promise<string>;
}
export interface Asking {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly body?: string;
  readonly signal: AbortSignal;
}
export type Fetch = (url: string, asking: Asking) => Promise<Answered>;

export interface How {
  /** A failure that answers in the same form. */
  readonly alsoStatus?: number;
  readonly fetch?: Fetch;
  readonly method?: 'POST';
  readonly body?: string;
}

/** One JSON answer, as the schema reads it. */
export async function ask<S extends z.ZodType>(
  url: string,
  schema: S,
  { alsoStatus, fetch: through = fetch, ...what }: How = {},
): Promise<z.infer<S>> {
  const response = await through(url, { ...what, signal: AbortSignal.timeout(ANSWER_DEADLINE_MS) });
  const body = await response.text();
  if (!response.ok && response.status !== alsoStatus)
    throw new Error(`${url} answers ${response.status}: ${body.slice(0, 300)}`);
  const read = schema.safeParse(JSON.parse(body));
  if (!read.success) throw new Error(`${url} answers something else`, { cause: read.error });
  return read.data;
}
