import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';

const EVERY_MS = 1_000;

/** What has something to forget. It throws nothing. */
interface Expiring {
  expire(nowSeconds: number): Promise<void>;
}

/** Forgets what has expired, from the moment when the journal is replayed. */
export class Sweep implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(private readonly expiring: readonly Expiring[]) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping ??= this.sweep(Date.now() / 1000).finally(() => {
        this.sweeping = undefined;
      });
    }, EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  private async sweep(nowSeconds: number): Promise<void> {
    for (const one of this.expiring) await one.expire(nowSeconds);
  }
}
