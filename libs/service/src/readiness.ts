import { reasonOf, singleFlight, type Clock } from '@aura/health';
import { LIMITS } from './limits.js';

/** Something the service cannot work without. `check` resolves when it is there and rejects with the reason when not. */
export interface ReadinessCheck {
  readonly name: string;
  readonly deadlineMs: number;
  check(signal: AbortSignal): Promise<unknown>;
}

/** `reason` is there when it is not ready. */
export interface ReadinessAnswer {
  readonly name: string;
  readonly reason?: string;
}

/** The checks of one service, each run at most once at a time and at most once a second. */
export class Readiness {
  private asks: readonly (() => Promise<ReadinessAnswer>)[] = [];
  private draining = false;

  constructor(private readonly clock: Clock) {}

  watch(checks: readonly ReadinessCheck[]): void {
    this.asks = checks.map((check) => cached(this.clock, check));
  }

  /** From now on the service is not ready: it shuts down. */
  drain(): void {
    this.draining = true;
  }

  get isDraining(): boolean {
    return this.draining;
  }

  async answers(): Promise<readonly ReadinessAnswer[]> {
    if (this.draining) return [{ name: 'shutdown', reason: 'the service is shutting down' }];
    return Promise.all(this.asks.map((ask) => ask()));
  }
}

function cached(clock: Clock, check: ReadinessCheck): () => Promise<ReadinessAnswer> {
  const attempt = singleFlight(clock, {
    what: check.name,
    deadlineMs: check.deadlineMs,
    act: (signal) => check.check(signal),
  });
  let last: { readonly answer: ReadinessAnswer; readonly at: number } | undefined;
  return async () => {
    if (last !== undefined && clock.now() - last.at < LIMITS.readinessAgeMs) return last.answer;
    const answer = await attempt().then(
      () => ({ name: check.name }),
      (error: unknown) => ({ name: check.name, reason: reasonOf(error) }),
    );
    last = { answer, at: clock.now() };
    return answer;
  };
}
