import type { DataSource } from 'typeorm';
import type { Log } from '@aura/service';
import type { Config } from '../config.js';
import { Ledger } from '../database/ledger.js';
import { migrate } from '../database/migrate.js';
import { plantSeed, seedOf } from '../database/seed.js';
import { sweep } from '../housekeeping/sweep.js';
import type { VideoPipeline } from '../pipeline/video-pipeline.js';
import { Crew } from '../queue/crew.js';
import { QueueServer, type JobQueue } from '../queue/queues.js';
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
  const server = new QueueServer(config.QUEUE_URL, log);
  const opened: JobQueue[] = [];
  try {
    const render = await server.queue('render');
    opened.push(render);
    const housekeeping = await server.queue('housekeeping');
    opened.push(housekeeping);
    await housekeeping.upsertJobScheduler(
      'storage-sweep',
      { every: SWEEP_EVERY_MS },
      { name: 'sweep' },
    );
    return staffed(foundation, server, { render, housekeeping });
  } catch (error) {
    await Promise.allSettled(opened.map((queue) => queue.close()));
    throw error;
  }
}

interface Queues {
  readonly render: JobQueue;
  readonly housekeeping: JobQueue;
}

function staffed(foundation: Foundation, server: QueueServer, queues: Queues): Parts {
  const { config, dataSource, log } = foundation;
  const ledger = new Ledger(dataSource);
  const renderCrew = new Crew(server, renderCrewOptions(foundation, ledger), log);
  const options = { mediaDir: config.MEDIA_DIR, gatewayUrl: config.GATEWAY_URL };
  const processor = async (): Promise<undefined> => {
    await sweep(ledger, options, log);
  };
  const sweepers = new Crew(server, { name: 'housekeeping', processor, concurrency: 1 }, log);
  renderCrew.start();
  sweepers.start();
  return {
    dataSource,
    ledger,
    renderQueue: new RenderQueue(queues.render),
    renderCrew,
    stopWorkers: async () => {
      await Promise.all([renderCrew.stop(), sweepers.stop()]);
    },
    closeQueues: async () => {
      await Promise.all([queues.render.close(), queues.housekeeping.close()]);
    },
  };
}

function renderCrewOptions({ config, pipeline, log }: Foundation, ledger: Ledger) {
  return {
    name: 'render',
    processor: renderProcessor({ ledger, pipeline, log }),
    concurrency: config.RENDER_CONCURRENCY,
    onFailed: (...[job, error]: Parameters<OnFailed>) =>
      void closeAbandoned(job, error, { ledger, log }),
  } as const;
}
type OnFailed = NonNullable<ConstructorParameters<typeof Crew>[1]['onFailed']>;

async function declareCapacity(dataSource: DataSource, renderSlots: number): Promise<void> {
  await dataSource.query(
    `INSERT INTO capacity (render_slots) VALUES ($1)
     ON CONFLICT (only_row) DO UPDATE SET render_slots = excluded.render_slots`,
    [renderSlots],
  );
}
