import type { DataSource } from 'typeorm';
import { withDeadline, type Log } from '@aura/service';
import type { Config } from '../config.js';
import { Ledger } from '../database/ledger.js';
import { migrate } from '../database/migrate.js';
import { plantSeed, seedOf } from '../database/seed.js';
import { KEPT_VIDEOS, sweep } from '../housekeeping/sweep.js';
import type { VideoPipeline } from '../pipeline/video-pipeline.js';
import { Crew, type CrewOptions } from '../queue/crew.js';
import { QUEUE_DEADLINE_MS, QueueServer, type JobQueue } from '../queue/queues.js';
import { closeAbandoned, renderProcessor } from '../queue/render-job.js';
import { RenderQueue } from '../queue/render-queue.js';

export interface Foundation {
  readonly config: Config;
  readonly dataSource: DataSource;
  readonly pipeline: VideoPipeline;
  readonly log: Log;
}

/** Everything that exists once the database does. */
export interface Parts {
  readonly dataSource: DataSource;
  readonly ledger: Ledger;
  readonly renderQueue: RenderQueue;
  readonly renderCrew: Crew;
  /** From the call on no job is begun; resolves when the running ones have ended. */
  stopWorkers(): Promise<void>;
  closeQueues(): Promise<void>;
}

const SEED = 1;
const SWEEP_EVERY_MS = 60_000;

/** Brings the database up to date, opens the queues and sets the workers to work. Throws and leaves nothing open. */
export async function openParts(foundation: Foundation): Promise<Parts> {
  const { config, dataSource, log } = foundation;
  if (!dataSource.isInitialized) await dataSource.initialize();
  await migrate(dataSource, (open) => plantSeed(open, seedOf(SEED, new Date())));
  await declareCapacity(dataSource, config.RENDER_CONCURRENCY);
  const ledger = new Ledger(dataSource);
  const server = new QueueServer(config.QUEUE_URL, log);
  const opened = new Opened();
  try {
    const render = await opened.queue(server.queue('render'));
    const housekeeping = await opened.queue(server.queue('housekeeping'));
    await scheduleSweeps(housekeeping);
    const renderCrew = await opened.crew(new Crew(server, rendering(foundation, ledger), log));
    await opened.crew(new Crew(server, sweeping(foundation, ledger), log));
    return {
      ...{ dataSource, ledger, renderCrew, renderQueue: new RenderQueue(render) },
      stopWorkers: () => opened.stopWorkers(),
      closeQueues: () => opened.closeQueues(),
    };
  } catch (error) {
    await Promise.allSettled([opened.stopWorkers(), opened.closeQueues()]);
    throw error;
  }
}

/** What has been opened so far and has to be closed again. */
class Opened {
  readonly #queues: JobQueue[] = [];
  readonly #crews: Crew[] = [];

  async queue(opening: Promise<JobQueue>): Promise<JobQueue> {
    const queue = await opening;
    this.#queues.push(queue);
    return queue;
  }

  async crew(crew: Crew): Promise<Crew> {
    await crew.start();
    this.#crews.push(crew);
    return crew;
  }

  async stopWorkers(): Promise<void> {
    await Promise.all(this.#crews.map((crew) => crew.stop()));
  }

  async closeQueues(): Promise<void> {
    await Promise.all(this.#queues.map((queue) => queue.close()));
  }
}

/** One every minute whoever does it, and one now, so that its figures are there soon after a start. */
async function scheduleSweeps(housekeeping: JobQueue): Promise<void> {
  const schedule = async (): Promise<void> => {
    const repeat = { every: SWEEP_EVERY_MS };
    await housekeeping.upsertJobScheduler('storage-sweep', repeat, { name: 'sweep' });
    await housekeeping.add('sweep', {});
  };
  await withDeadline(QUEUE_DEADLINE_MS, schedule, 'scheduling the sweep');
}

function rendering({ config, pipeline, log }: Foundation, ledger: Ledger): CrewOptions {
  return {
    name: 'render',
    processor: renderProcessor({ ledger, pipeline, log }),
    concurrency: config.RENDER_CONCURRENCY,
    onFailed: (job, error) => void closeAbandoned(job, error, { ledger, log }),
  };
}

function sweeping({ config, log }: Foundation, ledger: Ledger): CrewOptions {
  const { MEDIA_DIR: mediaDir, GATEWAY_URL: gatewayUrl, GATEWAY_TOKEN: gatewayToken } = config;
  const options = { kept: KEPT_VIDEOS, mediaDir, gatewayUrl, gatewayToken };
  const processor = async (): Promise<undefined> => {
    await sweep(ledger, options, log);
  };
  return { name: 'housekeeping', processor, concurrency: 1 };
}

async function declareCapacity(dataSource: DataSource, renderSlots: number): Promise<void> {
  await dataSource.query(
    `INSERT INTO capacity (render_slots) VALUES ($1)
     ON CONFLICT (only_row) DO UPDATE SET render_slots = excluded.render_slots`,
    [renderSlots],
  );
}
