import { reasonOf } from '@aura/health';
import type { AnyRegistry } from '@aura/instrumentation';
import type { Log, ReadinessCheck } from '@aura/service';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { countReadFailures, serveBusinessMetrics } from './business-metrics.js';
import type { Config } from './config.js';
import { openLedger, type Ledger } from './ledger.js';
import { missingTotalsLog } from './missing-totals.js';
import { outageLog } from './outage-log.js';
import { createRefresher, type Refresher } from './refresher.js';

/** The statements take a tenth of a second over 200 000 generations; thirty times that is no answer to wait for. */
const STATEMENT_DEADLINE_MS = 3000;
/** All statements together. The longer of the two, so that one that hangs is what the log names. */
const READ_DEADLINE_MS = 5000;

/** While there is nothing to show, the database is asked more often than it would be for newer figures. */
const RETRY_WITHOUT_FIGURES_MS = 2000;

/** Reads the figures again and again, for as long as the service runs. */
export class Reporter implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly ledger: Ledger;
  private readonly refresher: Refresher;
  private readonly intervalMs: number;
  private timer: NodeJS.Timeout | undefined;
  private underWay = Promise.resolve();
  private isStopped = false;

  constructor(config: Config, registry: AnyRegistry, log: Log) {
    this.intervalMs = config.REFRESH_SECONDS * 1000;
    this.ledger = openLedger(config.DATABASE_URL, {
      deadlineMs: STATEMENT_DEADLINE_MS,
      onError: (error) => {
        // Not the error itself: pg hangs the whole client on it.
        log.debug({ reason: reasonOf(error) }, 'database connection broke');
      },
    });
    const countFailure = countReadFailures(registry);
    const logMissing = missingTotalsLog(log, this.ledger.address);
    const logOutage = outageLog(log, this.ledger.address);
    this.refresher = createRefresher({
      ledger: this.ledger,
      deadlineMs: READ_DEADLINE_MS,
      limitSeconds: config.thresholds.business.figuresAge.value,
      now: () => Date.now(),
      onAttempt: (reason) => {
        if (reason !== undefined) countFailure();
        logOutage(reason);
        if (reason === undefined) logMissing(this.refresher.served()?.figures);
      },
    });
    serveBusinessMetrics(registry, {
      served: () => this.refresher.served(),
      slotPrice: {
        perHour: config.RENDER_SLOT_HOUR_PRICE,
        currency: config.RENDER_PRICE_CURRENCY,
      },
      onError: (error) => {
        log.error({ err: error }, 'business metrics could not be served');
      },
    });
  }

  /** Does not wait: the service starts whether or not the database answers. */
  onApplicationBootstrap(): void {
    this.underWay = this.refreshAndGoOn();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.underWay; // it may be opening the connection that is to be closed; its deadline bounds it
    await this.ledger.close();
  }

  /** Ready means that the last attempt to read the figures succeeded. */
  readiness(): ReadinessCheck {
    return {
      name: 'figures',
      deadlineMs: READ_DEADLINE_MS,
      check: () => {
        const trouble = this.refresher.trouble();
        if (trouble === undefined) return Promise.resolve();
        return Promise.reject(
          new Error(`cannot read the figures at ${this.ledger.address}: ${trouble}`),
        );
      },
    };
  }

  private async refreshAndGoOn(): Promise<void> {
    const startedAt = Date.now();
    await this.refresher.refresh();
    if (this.isStopped) return;
    const hasFigures = this.refresher.served() !== undefined;
    const pauseMs = hasFigures
      ? this.intervalMs
      : Math.min(this.intervalMs, RETRY_WITHOUT_FIGURES_MS);
    const waitMs = Math.max(0, startedAt + pauseMs - Date.now());
    this.timer = setTimeout(() => {
      this.underWay = this.refreshAndGoOn();
    }, waitMs);
  }
}
