import type { QueueName } from '@aura/metrics';
import type { Log } from '@aura/service';
import type { Collection } from './collector.js';

/** Logs when a queue becomes unreadable, when the reason changes and when it is back: not at every scrape. */
export function outageLog(log: Log): (collection: Collection) => void {
  const known = new Map<QueueName, string>();
  return ({ readings, failures }) => {
    for (const { queue, reason } of failures) {
      if (known.get(queue) === reason) continue;
      known.set(queue, reason);
      log.error({ queue, reason }, 'queue cannot be read, its series are withheld');
    }
    for (const { queue } of readings) {
      if (known.delete(queue)) log.info({ queue }, 'queue can be read again');
    }
  };
}
