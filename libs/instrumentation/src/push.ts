import { Registry } from 'prom-client';
import { within } from './deadline.js';
import type { AnyRegistry } from './family.js';
import { exchange, type Answer } from './push/exchange.js';
import { SYSTEM } from './push/runtime.js';
import { linesOf } from './push/snapshot.js';
import { gatewayAt, groupPath, type Gateway, type Group } from './push/target.js';
import { verdictOf } from './push/verdict.js';
import { sentenceOf } from './push/words.js';

export interface Push extends Group {
  /** The gateway's address, e.g. http://127.0.0.1:8000; credentials in it are sent as basic authentication. */
  readonly url: string;
  readonly registry: AnyRegistry;
  /** Further headers, such as `authorization` with the gateway's token. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Time for everything: reading the registry, sending, the answer. 5 seconds when left out. */
  readonly deadlineMs?: number;
}

export type PushResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * Sends a registry to a Pushgateway, where it replaces what the job pushed before: for batches that end
 * before anyone could scrape them. One attempt; `createPushClient` makes several. Never throws, for a batch
 * has done its work whether or not it could tell.
 */
export async function pushToGateway(push: Push): Promise<PushResult> {
  const { job, deadlineMs = DEADLINE_MS } = push;
  let what = `pushing job ${job}`;
  try {
    const gateway = gatewayAt(push.url);
    what = `pushing job ${job} to ${gateway.address}`;
    return await within({ what, deadlineMs }, (signal) => put(push, gateway, signal));
  } catch (error) {
    return { ok: false, reason: `${what} failed: ${sentenceOf(error)}` };
  }
}

const DEADLINE_MS = 5_000;

async function put(push: Push, gateway: Gateway, signal: AbortSignal): Promise<PushResult> {
  const { registry, deadlineMs = DEADLINE_MS } = push;
  const { address, authorization } = gateway;
  const url = `${address}${groupPath(push)}`;
  const families = registry.getMetricsAsArray().map((metric) => linesOf(registry, metric));
  const body = `${(await Promise.all(families)).join('\n\n')}\n`;
  const type = { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE };
  const login = authorization === undefined ? {} : { authorization };
  const headers = { ...login, ...push.headers, ...type };
  const limits = { runtime: SYSTEM, deadlineMs, signal, isBackground: false };
  return resultOf(url, await exchange({ method: 'PUT', url, headers, body }, limits));
}

function resultOf(url: string, answer: Answer): PushResult {
  const verdict = verdictOf(answer, false);
  if (verdict.kind === 'delivered') return { ok: true };
  return { ok: false, reason: `${url}: ${verdict.reason}` };
}
