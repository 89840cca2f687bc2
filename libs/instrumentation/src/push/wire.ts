import type { Batch } from './buffer.js';
import type { Outgoing } from './exchange.js';
import type { PushOptions } from './options.js';
import { groupPath, type Gateway, type Group } from './target.js';
import type { Verdict } from './verdict.js';
import { addWire } from './wire-add.js';

/** How batches travel: the one place that knows a gateway's protocol. */
export interface Wire {
  /** What is to be sent for a batch now; its body is text, compressed by others. */
  readonly request: (batch: Batch) => Outgoing & { readonly body: string };
  /** Hears what became of the last request. Says `more` where it was about an earlier batch, and this one is still to come. */
  readonly heard: (batch: Batch, verdict: Verdict) => 'done' | 'more';
}

/** The protocol that the options name, by which `producer` is known to the gateway. */
export function wireOf(gateway: Gateway, options: PushOptions, producer: string): Wire {
  return options.protocol === 'add'
    ? addWire(gateway, options, producer)
    : pushgatewayWire(gateway, options);
}

/**
 * The Pushgateway's API. POST replaces the families of the group that are in the body and leaves the others,
 * so a registry may travel in several batches as long as no family is split.
 */
function pushgatewayWire(gateway: Gateway, group: Group): Wire {
  const url = `${gateway.address}${groupPath(group)}`;
  const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' };
  return {
    request: ({ families }) => ({
      method: 'POST',
      url,
      headers,
      body: families.map(({ text }) => text).join(''),
    }),
    heard: () => 'done',
  };
}
