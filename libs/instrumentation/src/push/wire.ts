import type { Batch } from './buffer.js';
import type { Outgoing } from './exchange.js';
import { groupPath, type Gateway, type Group } from './target.js';

/** How batches travel: the one place that knows a gateway's protocol. */
export interface Wire {
  /** The request that carries a batch; its body is text, compressed by others. */
  readonly request: (batch: Batch) => Outgoing & { readonly body: string };
}

/**
 * The Pushgateway's API. POST replaces the families of the group that are in the body and leaves the others,
 * so a registry may travel in several batches as long as no family is split.
 */
export function pushgatewayWire(gateway: Gateway, group: Group): Wire {
  const url = `${gateway.address}${groupPath(group)}`;
  const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' };
  return {
    request: ({ families }) => ({
      method: 'POST',
      url,
      headers,
      body: families.map(({ text }) => text).join(''),
    }),
  };
}
