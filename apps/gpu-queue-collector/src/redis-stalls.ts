import type { QueueName } from '@aura/metrics';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';

/** Below every entry of a stream. */
const START = '0-0';
/** A step holds up Redis for about a millisecond. BullMQ keeps about 10 000 events of a queue. */
const EVENTS_AT_ONCE = 1000;

/**
 * How often jobs of a queue have stalled since the first look at it, out of the event stream that BullMQ
 * keeps. It is read, not waited on: what happened during an outage is still in it afterwards, and no
 * connection is blocked. Looks at one queue must not overlap.
 */
export function countStallsOnRedis(
  redis: Redis,
): (name: QueueName, queue: Pick<Queue, 'toKey'>) => Promise<number> {
  const known = new Map<QueueName, Stalls>();
  return async (name, queue) => {
    const key = queue.toKey('events');
    let stalls = known.get(name) ?? { lastId: await lastIdOf(redis, key), count: 0 };
    for (;;) {
      const found = await eventsAfter(redis, key, stalls.lastId);
      stalls = {
        lastId: found.at(-1)?.id ?? stalls.lastId,
        count: stalls.count + found.filter(({ isStall }) => isStall).length,
      };
      known.set(name, stalls);
      if (found.length < EVENTS_AT_ONCE) return stalls.count;
    }
  };
}

interface Stalls {
  readonly lastId: string;
  readonly count: number;
}

async function lastIdOf(redis: Redis, key: string): Promise<string> {
  const [last] = await redis.xrevrange(key, '+', '-', 'COUNT', 1);
  return last?.[0] ?? START;
}

async function eventsAfter(
  redis: Redis,
  key: string,
  lastId: string,
): Promise<readonly { readonly id: string; readonly isStall: boolean }[]> {
  const streams = await redis.xread('COUNT', EVENTS_AT_ONCE, 'STREAMS', key, lastId);
  const entries = streams?.[0]?.[1] ?? [];
  return entries.map(([id, fields]) => ({ id, isStall: nameOf(fields) === 'stalled' }));
}

/** An entry is a flat list of names and values. */
function nameOf(fields: readonly string[]): string | undefined {
  const at = fields.findIndex((field, index) => index % 2 === 0 && field === 'event');
  return at === -1 ? undefined : fields[at + 1];
}
