import type { Clock } from './clock.js';
import type { Answer, Probe } from './probe.js';
import { reasonOf } from './reason.js';
import { singleFlight } from './single-flight.js';

/** What one attempt of a probe gave. */
export interface Given {
  readonly answer: Answer;
  readonly at: number;
  readonly tookMs: number;
}

/** The background loop of one probe. */
export interface Watch {
  start(): void;
  /** Asks now rather than at the end of the interval; no matter when an attempt runs already. */
  hurry(): void;
  /** Aborts the attempt that runs and waits for its end, at most for its deadline. */
  stop(): Promise<void>;
}

/** Up to a tenth earlier or later, so that probes and replicas do not fall into step. */
const JITTER = 0.1;

export function watch(probe: Probe, clock: Clock, onGiven: (given: Given) => void): Watch {
  const stopping = new AbortController();
  const attempt = attemptOf(probe, clock, stopping.signal);
  let callOff = (): void => undefined;
  let running: Promise<void> | undefined;

  const schedule = (): void => {
    const delayMs = probe.intervalMs * (1 - JITTER + 2 * JITTER * clock.random());
    callOff = clock.after(delayMs, run);
  };
  const ask = async (): Promise<void> => {
    const startedAt = clock.now();
    const answer = await attempt().catch(unhealthy);
    if (stopping.signal.aborted) return;
    schedule();
    onGiven({ answer, at: clock.now(), tookMs: clock.now() - startedAt });
  };
  const run = (): void => {
    running = ask().finally(() => {
      running = undefined;
    });
  };

  return {
    start: run,
    hurry: () => {
      if (running !== undefined || stopping.signal.aborted) return;
      callOff();
      run();
    },
    stop: async () => {
      callOff();
      stopping.abort(new Error('the health checker stops'));
      await running;
    },
  };
}

function attemptOf(probe: Probe, clock: Clock, stopping: AbortSignal): () => Promise<Answer> {
  return singleFlight(clock, {
    what: `the probe of ${probe.component}`,
    deadlineMs: probe.deadlineMs,
    act: (signal) => probe.check(AbortSignal.any([signal, stopping])),
  });
}

function unhealthy(error: unknown): Answer {
  return { state: 'unhealthy', reason: reasonOf(error) };
}
