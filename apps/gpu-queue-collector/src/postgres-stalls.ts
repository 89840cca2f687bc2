import type { QueueName } from '@aura/metrics';
import type pg from 'pg';
import { z } from 'zod';

/**
 * How often jobs of a queue have stalled since the first look at it, out of the event stream that BullMQ
 * keeps. It is read, not listened to: what happened during an outage is still in it afterwards, and no
 * connection is held. Looks at one queue must not overlap.
 */
export function countStallsOnPostgres(pool: pg.Pool): (queue: QueueName) => Promise<number> {
  const known = new Map<QueueName, { readonly ids: ReadonlySet<string>; readonly count: number }>();
  return async (queue) => {
    const { rows } = await pool.query(STALLED_EVENTS, [queue, EVENTS_KEPT]);
    const ids = new Set(EVENT_ROWS.parse(rows).map(({ id }) => id));
    const before = known.get(queue);
    const isNew = (id: string): boolean => before !== undefined && !before.ids.has(id);
    const count = (before?.count ?? 0) + [...ids].filter(isNew).length;
    known.set(queue, { ids, count });
    return count;
  };
}

/** What BullMQ keeps of a queue's events unless it is told otherwise. */
const EVENTS_KEPT = 10_000;

/**
 * All of them at each look, not those above the highest id seen: ids are drawn before their transaction
 * commits, so a lower one may appear after a higher one.
 */
const STALLED_EVENTS = `
  SELECT id
  FROM event
  WHERE queue = $1 AND event = 'stalled'
    AND id > (SELECT max(id) FROM event WHERE queue = $1) - $2::bigint`;

const EVENT_ROWS = z.array(z.object({ id: z.string() })); // bigint comes as text
