import type { QueueName } from '@aura/metrics';
import type { Queue } from 'bullmq';

/**
 * Keeps queues, each from the moment its first look at the server succeeded: a queue of BullMQ whose first
 * look failed remembers that for good, and would never recover.
 */
export function openOnce<Q extends Pick<Queue, 'waitUntilReady' | 'close'>>(
  open: (name: QueueName) => Promise<Q>,
): (name: QueueName) => Promise<Q> {
  const ready = new Map<QueueName, Q>();
  return async (name) => {
    const known = ready.get(name);
    if (known !== undefined) return known;
    const queue = await open(name);
    try {
      await queue.waitUntilReady();
    } catch (error) {
      await queue.close();
      throw error;
    }
    ready.set(name, queue);
    return queue;
  };
}
