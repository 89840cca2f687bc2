import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Ingest } from './ingest.js';

const EVERY_MS = 1_000;

/** Forgets what has expired, from the moment when the journal is replayed. */
export class Sweep implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(private readonly ingest: Ingest) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping ??= this.ingest.expire(Date.now() / 1000).finally(() => {
        this.sweeping = undefined;
      });
    }, EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }
}
