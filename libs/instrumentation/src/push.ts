import { within } from './deadline.js';
import { property } from './failure.js';
import type { AnyRegistry } from './family.js';

export interface Push {
  /** The gateway's address, e.g. http://127.0.0.1:8000. */
  readonly url: string;
  /** The value of the `job` label that the pushed series will carry. */
  readonly job: string;
  readonly registry: AnyRegistry;
  /** Time for everything: reading the registry, sending, the answer. 5 seconds when left out. */
  readonly deadlineMs?: number;
}

export type PushResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * Sends a registry to a Pushgateway, where it replaces what the job pushed before: for batches that end
 * before anyone could scrape them. Never throws, for a batch has done its work whether or not it could tell.
 */
export async function pushToGateway(push: Push): Promise<PushResult> {
  const { url, job, deadlineMs = DEADLINE_MS } = push;
  const what = `pushing job ${job} to ${url}`;
  try {
    return await within({ what, deadlineMs }, (signal) => put(push, signal));
  } catch (error) {
    return { ok: false, reason: `${what} failed: ${sentenceOf(error)}` };
  }
}

const DEADLINE_MS = 5_000;
const QUOTED_CHARACTERS = 300;

async function put({ url, job, registry }: Push, signal: AbortSignal): Promise<PushResult> {
  const target = `${url.replace(/\/+$/, '')}/metrics/${jobPath(job)}`;
  const body = await registry.metrics();
  const headers = { 'content-type': registry.contentType };
  const answer = await fetch(target, { method: 'PUT', headers, body, signal });
  const text = await answer.text();
  if (answer.ok) return { ok: true };
  const quoted = text.slice(0, QUOTED_CHARACTERS).trim();
  return { ok: false, reason: `${target} answered ${String(answer.status)}: ${quoted}` };
}

/** A slash cannot stand in a path segment of the Pushgateway's protocol, not even escaped; base64url can. */
function jobPath(job: string): string {
  return job.includes('/')
    ? `job@base64/${Buffer.from(job).toString('base64url')}`
    : `job/${encodeURIComponent(job)}`;
}

/** fetch says only "fetch failed"; what failed is in its cause. */
function sentenceOf(error: unknown): string {
  const sentences = [messageOf(error), messageOf(property(error, 'cause'))];
  const said = sentences.filter((sentence) => sentence !== undefined);
  return said.length > 0 ? said.join(': ') : String(error);
}

/** An AggregateError, one failure for each address of a name, has a code and an empty message. */
function messageOf(thrown: unknown): string | undefined {
  const message = property(thrown, 'message');
  if (typeof message === 'string' && message !== '') return message;
  const code = property(thrown, 'code');
  return typeof code === 'string' ? code : undefined;
}
