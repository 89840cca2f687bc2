import { reasonOf } from '@aura/health';
import type { AnyRegistry } from '@aura/instrumentation';
import type { QueueName } from '@aura/metrics';
import type { Log, ReadinessCheck } from '@aura/service';
import type { OnModuleDestroy } from '@nestjs/common';
import { createCollector, type Collection } from './collector.js';
import type { Config } from './config.js';
import { outageLog, outageSentence } from './outages.js';
import { openPostgresBackend } from './postgres-backend.js';
import { countReadFailures, serveQueueMetrics } from './queue-metrics.js';
import type { QueueBackend } from './queue-reading.js';
import { openRedisBackend } from './redis-backend.js';

/** Far below the scrape timeout of Prometheus, so that /metrics answers while the queues cannot. */
const READ_DEADLINE_MS = 2000;
/** Shorter, so that a statement or command that hangs is what the log names. */
const COMMAND_DEADLINE_MS = 1500;

/** The queues' connection and their metrics, for as long as the service runs. */
export class QueueWatch implements OnModuleDestroy {
  private readonly backend: QueueBackend;
  private readonly collect: () => Promise<Collection>;

  constructor(
    config: Pick<Config, 'QUEUE_URL' | 'QUEUES' | 'thresholds'>,
    registry: AnyRegistry,
    log: Log,
  ) {
    this.backend = openBackend(config.QUEUE_URL, log);
    const countFailure = countReadFailures(registry);
    const logOutages = outageLog(log, this.backend.address);
    this.collect = createCollector({
      queues: config.QUEUES,
      backend: this.backend,
      deadlineMs: READ_DEADLINE_MS,
      onCollection: (collection) => {
        collection.failures.forEach(({ queue }) => {
          countFailure(queue);
        });
        logOutages(collection);
      },
    });
    serveQueueMetrics(registry, {
      collect: this.collect,
      expectedSeconds: expectedSecondsOf(config.thresholds),
      now: () => Date.now(),
      onError: (error) => {
        log.error({ err: error }, 'queue metrics could not be served');
      },
    });
  }

  /** Ready means that every queue can be read now. */
  readiness(): ReadinessCheck {
    return {
      name: 'queues',
      deadlineMs: READ_DEADLINE_MS * 2, // the look's own deadline comes first and says more
      check: async () => {
        const { failures } = await this.collect();
        if (failures.length > 0) throw new Error(outageSentence(failures, this.backend.address));
      },
    };
  }

  onModuleDestroy(): Promise<void> {
    return this.backend.close();
  }
}

function expectedSecondsOf({ queue }: Config['thresholds']): Record<QueueName, number> {
  return { render: queue.expectedRender.value, housekeeping: queue.expectedHousekeeping.value };
}

function openBackend(url: string, log: Log): QueueBackend {
  // A connection that breaks shows in the next read, which is where it is reported. Only the reason is
  // written: pg hangs the whole client on the error.
  const onError = (error: Error): void => {
    log.debug({ reason: reasonOf(error) }, 'queue connection broke');
  };
  const open = new URL(url).protocol.startsWith('postgres')
    ? openPostgresBackend
    : openRedisBackend;
  return open(url, { deadlineMs: COMMAND_DEADLINE_MS, onError });
}
