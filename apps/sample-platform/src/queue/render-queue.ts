import { withDeadline } from '@aura/service';
import { QUEUE_DEADLINE_MS, type JobQueue } from './queues.js';

/**
 * With so many renders waiting the platform takes no more (429): a queue without workers must not grow for
 * hours. Well above the backlog that alerts.
 */
const MOST_WAITING = 500;

/** Renders that wait, asked for by the API. */
export class RenderQueue {
  readonly #queue: JobQueue;

  constructor(queue: JobQueue) {
    this.#queue = queue;
  }

  /** Puts a generation in the queue. Its id is the job's: queued twice it is rendered once. */
  async add(generationId: string): Promise<void> {
    const adding = (): Promise<unknown> =>
      this.#queue.add('generation', { generationId }, { jobId: generationId });
    await withDeadline(QUEUE_DEADLINE_MS, adding, 'queueing a render');
  }

  async isFull(): Promise<boolean> {
    return (await this.waiting()) >= MOST_WAITING;
  }

  waiting(): Promise<number> {
    return withDeadline(QUEUE_DEADLINE_MS, () => this.#queue.getWaitingCount(), 'counting renders');
  }
}
