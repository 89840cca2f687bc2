import { bind, readAtScrape, type AnyRegistry, type Reading } from '@aura/instrumentation';
import { queue, type LabelDomains, type Metric, type QueueName } from '@aura/metrics';
import type { Collection } from './collector.js';
import { overdueCount } from './overdue.js';
import type { QueueReading } from './queue-reading.js';
import { waitingAgeSeconds } from './waiting.js';

export interface QueueMetricsOptions {
  readonly collect: () => Promise<Collection>;
  /** How long a job of each queue may run before it is overdue. */
  readonly expectedSeconds: Readonly<Record<QueueName, number>>;
  readonly now: () => number;
  readonly onError: (error: Error) => void;
}

/** What every scrape reads anew; a queue that could not be read has no series in them. */
export function serveQueueMetrics(
  registry: AnyRegistry,
  { collect, expectedSeconds, now, onError }: QueueMetricsOptions,
): void {
  const serve = <L extends LabelDomains>(
    metric: Metric<'gauge' | 'counter', L>,
    seriesOf: (reading: QueueReading) => readonly Reading<L>[],
  ): void => {
    const read = async (): Promise<Reading<L>[]> => (await collect()).readings.flatMap(seriesOf);
    readAtScrape(registry, metric, { read, onError });
  };
  serve(queue.jobs, ({ queue: name, jobs }) =>
    jobs.map(({ state, count }) => ({ labels: { queue: name, state }, value: count })),
  );
  serve(queue.oldestWaitingAge, ({ queue: name, waitingSinceMs }) => [
    { labels: { queue: name }, value: waitingAgeSeconds(waitingSinceMs, now()) },
  ]);
  serve(queue.workers, ({ queue: name, workers }) => [{ labels: { queue: name }, value: workers }]);
  serve(queue.overdue, ({ queue: name, activeSinceMs }) => [
    { labels: { queue: name }, value: overdueCount(activeSinceMs, expectedSeconds[name], now()) },
  ]);
  serve(queue.stalled, ({ queue: name, stalls }) => [{ labels: { queue: name }, value: stalls }]);
}

/** Counts a failed attempt to read a queue. The counter stays when the queue's other series are gone. */
export function countReadFailures(registry: AnyRegistry): (name: QueueName) => void {
  const failures = bind(registry, queue.readFailures);
  return (name) => {
    failures.inc({ queue: name });
  };
}
