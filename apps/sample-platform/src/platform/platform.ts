import type {
  OnApplicationBootstrap,
  OnApplicationShutdown,
  OnModuleDestroy,
} from '@nestjs/common';
import { problem, seldom, withDeadline, type Log } from '@aura/service';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../database/data-source.js';
import type { Config } from '../config.js';
import type { VideoPipeline } from '../pipeline/video-pipeline.js';
import { openMediaFolder } from '../pipeline/storage.js';
import { reasonOf } from '@aura/health';
import { openParts, type Parts } from './parts.js';
import { untilItSucceeds } from './retry.js';
import type { Shutdown } from './shutdown.js';

const CLOSE_DEADLINE_MS = 1_500;

export interface PlatformNeeds {
  readonly config: Config;
  readonly log: Log;
  readonly shutdown: Shutdown;
  readonly pipeline: VideoPipeline;
}

/** Opens what needs the database as soon as there is one, and closes it at the end. The API is up all the while. */
export class Platform implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  readonly #needs: PlatformNeeds;
  readonly #dataSource: DataSource;
  #opening: Promise<unknown> = Promise.resolve();
  #parts: Parts | undefined;
  #lastFailure = 'the platform is still opening its database';

  constructor(needs: PlatformNeeds) {
    this.#needs = needs;
    this.#dataSource = createDataSource(needs.config.DATABASE_URL);
  }

  /** @throws 503 while the database could not be opened yet */
  get parts(): Parts {
    if (this.#parts !== undefined) return this.#parts;
    throw problem({
      status: 503,
      error: this.#lastFailure,
      advice: 'Try again in a few seconds; the platform opens by itself once its database answers.',
    });
  }

  get isOpen(): boolean {
    return this.#parts !== undefined;
  }

  onApplicationBootstrap(): void {
    this.#opening = this.#open();
  }

  /** The workers take nothing new before their renders are aborted, or they would begin what was given back. */
  async onModuleDestroy(): Promise<void> {
    const stopped = this.#parts?.stopWorkers();
    this.#needs.shutdown.begin();
    await stopped;
    await this.#opening;
  }

  async onApplicationShutdown(): Promise<void> {
    const closing = {
      queues: () => this.#parts?.closeQueues(),
      database: () => (this.#dataSource.isInitialized ? this.#dataSource.destroy() : undefined),
    };
    for (const [what, close] of Object.entries(closing)) {
      try {
        await withDeadline(CLOSE_DEADLINE_MS, async () => close(), `closing the ${what}`);
      } catch (error) {
        this.#needs.log.warn({ err: error, what }, 'connections did not close in time');
      }
    }
  }

  async #open(): Promise<void> {
    const { config, log, pipeline, shutdown } = this.#needs;
    const attempt = async (): Promise<Parts> => {
      await openMediaFolder(config.MEDIA_DIR, new Date());
      return openParts({ config, dataSource: this.#dataSource, pipeline, log });
    };
    const said = seldom();
    this.#parts = await untilItSucceeds(attempt, {
      signal: shutdown.signal,
      onFailure: (error, retryInMs) => {
        const reason = reasonOf(error);
        this.#lastFailure = `the platform is not open yet: ${reason}`;
        const through = said(reason);
        if (through === undefined) return;
        log.warn({ reason, retryInMs, ...through }, 'the platform could not open; it tries again');
      },
    });
    if (this.#parts !== undefined) log.info('the platform is open');
  }
}
