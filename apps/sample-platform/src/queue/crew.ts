import type { Job } from 'bullmq';
import { withDeadline, type Log } from '@aura/service';
import type { QueueName } from '@aura/metrics';
import type { JobPayload, JobProcessor, JobWorker, QueueServer } from './queues.js';

export interface CrewOptions {
  readonly name: QueueName;
  readonly processor: JobProcessor;
  readonly concurrency: number;
  /** Told of each job that BullMQ counts as failed. */
  readonly onFailed?: (job: Job<JobPayload, undefined> | undefined, error: Error) => void;
}

const CLOSE_DEADLINE_MS = 4_000;

/** The workers of one queue in this process. They can be sent home and called back. */
export class Crew {
  readonly #server: QueueServer;
  readonly #options: CrewOptions;
  readonly #log: Log;
  #worker: JobWorker | undefined;

  constructor(server: QueueServer, options: CrewOptions, log: Log) {
    this.#server = server;
    this.#options = options;
    this.#log = log;
  }

  start(): void {
    if (this.#worker !== undefined) return;
    const { name, processor, concurrency, onFailed } = this.#options;
    this.#worker = this.#server.worker(name, processor, concurrency);
    if (onFailed !== undefined) this.#worker.on('failed', onFailed);
  }

  /**
   * Takes no more jobs and lets running ones end. After the deadline it no longer waits for them: the job of a
   * process that then exits is found stalled by another worker.
   */
  async stop(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#worker = undefined;
    const { name } = this.#options;
    try {
      await withDeadline(CLOSE_DEADLINE_MS, () => worker.close(), `closing the workers of ${name}`);
    } catch (error) {
      this.#log.warn({ err: error, queue: name }, 'workers are still at it');
    }
  }
}
