import { SYSTEM_CLOCK, reasonOf, singleFlight } from '@aura/health';
import type { QueueName } from '@aura/metrics';
import type { QueueBackend, QueueReading } from './queue-reading.js';

export interface QueueFailure {
  readonly queue: QueueName;
  readonly reason: string;
}

/** What one look at all queues found: each queue is in one of the two lists. */
export interface Collection {
  readonly readings: readonly QueueReading[];
  readonly failures: readonly QueueFailure[];
}

export interface CollectorOptions {
  readonly queues: readonly QueueName[];
  readonly backend: QueueBackend;
  readonly deadlineMs: number;
  /** Told once of each look, however many callers share it. */
  readonly onCollection: (collection: Collection) => void;
}

/** Looks at all queues, within the deadline. Callers who come while a look is under way share it. */
export function createCollector(options: CollectorOptions): () => Promise<Collection> {
  const { queues, backend, deadlineMs, onCollection } = options;
  const attempts = queues.map((queue) => {
    const act = (): Promise<QueueReading> => backend.read(queue);
    const read = singleFlight(SYSTEM_CLOCK, { what: 'the read', deadlineMs, act });
    return async (): Promise<Outcome> => {
      try {
        return { reading: await read() };
      } catch (error) {
        return { failure: { queue, reason: reasonOf(error) } };
      }
    };
  });
  let underWay: Promise<Collection> | undefined;
  const look = async (): Promise<Collection> => {
    const outcomes = await Promise.all(attempts.map((attempt) => attempt()));
    const collection = {
      readings: outcomes.flatMap((outcome) => ('reading' in outcome ? [outcome.reading] : [])),
      failures: outcomes.flatMap((outcome) => ('failure' in outcome ? [outcome.failure] : [])),
    };
    onCollection(collection);
    return collection;
  };
  return () => {
    underWay ??= look().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

type Outcome = { readonly reading: QueueReading } | { readonly failure: QueueFailure };
