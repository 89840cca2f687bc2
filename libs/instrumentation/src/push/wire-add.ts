import type { Batch } from './buffer.js';
import type { Gateway, Group } from './target.js';
import type { Wire } from './wire.js';
import { growthOf, type Settled } from './wire-growth.js';
import { readFamily } from './wire-text.js';

/** A push whose fate is not known yet. It is sent as it was until it is, for only so can it count once. */
interface Message {
  readonly batch: Batch;
  readonly sequence: number;
  readonly body: string;
  /** What will have been told once it is settled. */
  readonly told: ReadonlyMap<string, Settled>;
}

/**
 * `POST /v1/push` of our own gateway: the growth of counters and histograms since the last batch that arrived, and
 * gauges as they are. The labels of the group go onto each series.
 *
 * A batch that was given up without an answer may have arrived, so its request goes again, under the same sequence,
 * before that of the next batch. One that was refused did not, and its growth is part of the next.
 */
export function addWire(gateway: Gateway, group: Group, producer: string): Wire {
  const url = `${gateway.address}/v1/push`;
  const settled = new Map<string, Settled>();
  let sequence = 0;
  let open: Message | undefined;

  const messageOf = (batch: Batch): Message => {
    sequence += 1;
    const told = new Map<string, Settled>();
    const families = batch.families.flatMap(({ name, text }) => {
      const family = readFamily(text);
      if (family === undefined) return [];
      const growth = growthOf(family, settled.get(name), group);
      told.set(name, growth.told);
      return growth.family === undefined ? [] : [growth.family];
    });
    return { batch, sequence, told, body: JSON.stringify({ producer, sequence, families }) };
  };

  return {
    request: (batch) => {
      open ??= messageOf(batch);
      const key = `${producer}-${String(open.sequence)}`;
      const headers = {
        ...{ 'content-type': 'application/json', 'idempotency-key': key },
        // By which a proxy finds the one replica that knows what this client has pushed: docs/replicas.md.
        'x-aura-producer': producer,
      };
      return { method: 'POST', url, headers, body: open.body };
    },
    heard: (batch, { kind }) => {
      if (open === undefined || kind === 'failed' || kind === 'unread') return 'done';
      if (kind === 'delivered') for (const [name, told] of open.told) settled.set(name, told);
      const isEarlier = open.batch !== batch;
      open = undefined;
      return isEarlier ? 'more' : 'done';
    },
  };
}
