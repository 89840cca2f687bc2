import type { Job } from 'bullmq';
import type { QueueName } from '@aura/metrics';
import { reasonOf } from '@aura/health';
import { seldom, withDeadline, type Log } from '@aura/service';
import {
  QUEUE_DEADLINE_MS,
  type JobPayload,
  type JobProcessor,
  type JobWorker,
  type QueueServer,
} from './queues.js';

export interface CrewOptions {
  readonly name: QueueName;
  readonly processor: JobProcessor;
  readonly concurrency: number;
  /** Told of each job that BullMQ counts as failed. */
  readonly onFailed?: (job: Job<JobPayload, undefined> | undefined, error: Error) => void;
}

const CLOSE_DEADLINE_MS = 4_000;
/** BullMQ 6.7 asks again without a pause after most failures of its server: so its workers rest after each. */
const REST_MS = 1_000;

/** The workers of one queue in this process. They can be sent home and called back. */
export class Crew {
  readonly #server: QueueServer;
  readonly #options: CrewOptions;
  readonly #log: Log;
  readonly #said = seldom();
  #worker: JobWorker | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(server: QueueServer, options: CrewOptions, log: Log) {
    this.#server = server;
    this.#options = options;
    this.#log = log;
  }

  /** @throws when the queue cannot be reached; then nobody works */
  start(): Promise<void> {
    return this.#inTurn(() => this.#start());
  }

  /**
   * Takes no more jobs and lets running ones end. After the deadline it no longer waits for them: the job of a
   * process that then exits is found stalled by another worker.
   */
  stop(): Promise<void> {
    return this.#inTurn(() => this.#stop());
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    const result = this.#turn.then(change);
    this.#turn = result.catch(() => undefined); // the caller has the failure; the next in turn does not care
    return result;
  }

  async #start(): Promise<void> {
    if (this.#worker !== undefined) return;
    const { name, processor, concurrency, onFailed } = this.#options;
    const worker = this.#server.worker(name, processor, concurrency);
    worker.on('error', (error) => {
      this.#tell(error);
      rest(worker);
    });
    if (onFailed !== undefined) worker.on('failed', onFailed);
    try {
      // A worker that runs before its connection is ready, and never gets one, spins without end.
      await withDeadline(QUEUE_DEADLINE_MS, () => worker.waitUntilReady(), `manning queue ${name}`);
    } catch (error) {
      await worker.close();
      throw error;
    }
    this.#worker = worker;
    worker.run().catch((error: unknown) => {
      this.#log.error({ err: error, queue: name }, 'workers stopped working');
    });
  }

  #tell(error: Error): void {
    const reason = reasonOf(error);
    const through = this.#said(reason);
    if (through === undefined) return;
    const { name: queue } = this.#options;
    this.#log.warn({ queue, reason, ...through }, 'workers lost their queue; they go on trying');
  }

  async #stop(): Promise<void> {
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

/** Takes no new job for a moment; running ones go on. */
function rest(worker: JobWorker): void {
  if (worker.isPaused() || !worker.isRunning()) return;
  void worker.pause(true);
  setTimeout(() => {
    if (worker.closing === undefined) void worker.resume();
  }, REST_MS).unref();
}
