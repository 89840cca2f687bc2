import { reasonOf } from '@aura/health';
import type { AnyRegistry } from '@aura/instrumentation';
import type { Log, ReadinessCheck } from '@aura/service';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { countReadFailures, serveBusinessMetrics } from './business-metrics.js';
import type { Config } from './config.js';
import { openLedger, type Ledger } from './ledger.js';
import { createRefresher, type Refresher } from './refresher.js';

/** The statements take milliseconds; more than this means that the database has other worries than us. */
const STATEMENT_DEADLINE_MS = 3000;
/** All statements together. The longer of the two, so that one that hangs is what the log names. */
const READ_DEADLINE_MS = 5000;

/** Reads the figures again and again, for as long as the service runs. */
export class Reporter implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly ledger: Ledger;
  private readonly refresher: Refresher;
  private readonly log: Log;
  private readonly intervalMs: number;
  private trouble: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private underWay = Promise.resolve();
  private isStopped = false;

  constructor(config: Config, registry: AnyRegistry, log: Log) {
    this.log = log;
    this.intervalMs = config.REFRESH_SECONDS * 1000;
    this.ledger = openLedger(config.DATABASE_URL, {
      deadlineMs: STATEMENT_DEADLINE_MS,
      onError: (error) => {
        // Not the error itself: pg hangs the whole client on it.
        log.debug({ reason: reasonOf(error) }, 'database connection broke');
      },
    });
    const countFailure = countReadFailures(registry);
    this.refresher = createRefresher({
      ledger: this.ledger,
      deadlineMs: READ_DEADLINE_MS,
      limitSeconds: config.thresholds.business.figuresAge.value,
      now: () => Date.now(),
      onAttempt: (reason) => {
        if (reason !== undefined) countFailure();
        this.tell(reason);
      },
    });
    serveBusinessMetrics(registry, {
      served: () => this.refresher.served(),
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
    const waitMs = Math.max(0, startedAt + this.intervalMs - Date.now());
    this.timer = setTimeout(() => {
      this.underWay = this.refreshAndGoOn();
    }, waitMs);
  }

  /** Logs when the figures become unreadable, when the reason changes and when they are back. */
  private tell(reason: string | undefined): void {
    if (reason === this.trouble || this.isStopped) return;
    const { address } = this.ledger;
    if (reason === undefined) this.log.info({ address }, 'figures can be read again');
    else
      this.log.error(
        { address, reason },
        'figures cannot be read, the last good ones are growing old',
      );
    this.trouble = reason;
  }
}
