import type { QueueName } from '@aura/metrics';
import type { Log } from '@aura/service';
import type { Collection } from './collector.js';

/**
 * Logs when a queue becomes unreadable and when it is back; in between each new reason once, for a server
 * that hangs is told in changing words at every scrape.
 */
export function outageLog(log: Log, address: string): (collection: Collection) => void {
  const told = new Map<QueueName, Set<string>>();
  return ({ readings, failures }) => {
    for (const { queue, reason } of failures) {
      const reasons = told.get(queue) ?? new Set();
      told.set(queue, reasons);
      const kind = reason.replaceAll(/\d+/g, '#'); // seconds and process ids make no new reason
      if (reasons.has(kind)) continue;
      reasons.add(kind);
      log.error({ queue, address, reason }, 'queue cannot be read, its series are withheld');
    }
    for (const { queue } of readings) {
      if (told.delete(queue)) log.info({ queue, address }, 'queue can be read again');
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
