import type { QueueName } from '@aura/metrics';
import type { Log } from '@aura/service';
import type { Collection } from './collector.js';

/** Logs when a queue becomes unreadable, when the reason changes and when it is back: not at every scrape. */
export function outageLog(log: Log, address: string): (collection: Collection) => void {
  const known = new Map<QueueName, string>();
  return ({ readings, failures }) => {
    for (const { queue, reason } of failures) {
      if (known.get(queue) === reason) continue;
      known.set(queue, reason);
      log.error({ queue, address, reason }, 'queue cannot be read, its series are withheld');
    }
    for (const { queue } of readings) {
      if (known.delete(queue)) log.info({ queue, address }, 'queue can be read again');
    }
  };
}

/** The failures of one look as one sentence; what befell several queues is said once. */
export function outageSentence(failures: Collection['failures'], address: string): string {
  const reasons = [...new Set(failures.map(({ reason }) => reason))];
  return reasons
    .map((reason) => {
      const queues = failures.filter((failure) => failure.reason === reason);
      return `cannot read ${queues.map(({ queue }) => queue).join(', ')} at ${address}: ${reason}`;
    })
    .join('; ');
}
