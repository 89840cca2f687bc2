import type { CounterHandle } from '@aura/instrumentation';
import type { gateway } from '@aura/metrics';
import type { OnApplicationBootstrap } from '@nestjs/common';

/** Counts folded series from the moment when the journal is replayed: what a replay folds was counted before. */
export class Folds implements OnApplicationBootstrap {
  private isCounting = false;

  constructor(private readonly counter: CounterHandle<typeof gateway.folded.labels>) {}

  onApplicationBootstrap(): void {
    this.isCounting = true;
  }

  count(family: string, series: number): void {
    if (this.isCounting) this.counter.inc({ family }, series);
  }
}
