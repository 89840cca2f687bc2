import { failuresSoFar, rememberStage } from './failure.js';
import { track } from './track.js';
import type { Span } from './tracked-life.js';

/** Something with a histogram of the time in each stage: `videoInstruments(registry)`, or handles of your own. */
export interface StageInstruments<N extends string> {
  readonly stageDuration: {
    observe(labels: { readonly stage: N }, seconds: number): void;
  };
}

/** A stage that has ended, well or badly. */
export interface StageTime<N extends string> {
  readonly stage: N;
  readonly seconds: number;
}

/** The stages of one piece of work. */
export interface StageTimer<N extends string> {
  /** The stage that `next` began and nothing has ended. */
  readonly current: N | undefined;
  /** The stages that have ended so far, in the order they ended in. */
  readonly times: readonly StageTime<N>[];
  /** Times `work` as one stage, to the end of its promise or sequence; what it throws failed in this stage. */
  run<R>(stage: N, work: () => R): R;
  /** Ends the current stage, if there is one, and begins this one. */
  next(stage: N): void;
  /** Ends the current stage, if there is one. */
  end(): void;
  /** Ends the current stage, in which `error` came up. Gives it back: `throw stages.fail(error)`. */
  fail<E>(error: E): E;
}

/**
 * Times the stages of one run of a pipeline that is no class.
 *
 * ```ts
 * const stages = stageTimer(videos);
 * const plan = await stages.run('prepare', () => prepare(order));
 * await stages.run('render', () => render(plan));
 * log.info({ times: stages.times }, 'video made');
 * ```
 *
 * Each stage is observed when it ends, whether it succeeds or not. A failure is remembered with the stage it
 * came up in, so that whatever counts it later, such as `trackVideoGeneration` around the run, counts it there.
 * `run` keeps its own time, so stages that run side by side are timed right; `next`, `end` and `fail` are for
 * code that falls into no functions. A clock gives milliseconds; `performance` when left out.
 */
export function stageTimer<N extends string>(
  instruments: StageInstruments<N>,
  clock: { now(): number } = performance,
): StageTimer<N> {
  return new Stages(instruments, clock);
}

class Stages<N extends string> implements StageTimer<N> {
  readonly #times: StageTime<N>[] = [];
  #current: StageSpan<N> | undefined;

  constructor(
    private readonly instruments: StageInstruments<N>,
    private readonly clock: { now(): number },
  ) {}

  get current(): N | undefined {
    return this.#current?.stage;
  }

  get times(): readonly StageTime<N>[] {
    return [...this.#times];
  }

  run<R>(stage: N, work: () => R): R {
    return track(() => this.#begin(stage), work, watcherOf(this.instruments, stage));
  }

  next(stage: N): void {
    this.end();
    this.#current = this.#begin(stage);
  }

  end(): void {
    this.#current?.end();
    this.#current = undefined;
  }

  fail<E>(error: E): E {
    this.#current?.fail(error);
    this.#current = undefined;
    return error;
  }

  #begin(stage: N): StageSpan<N> {
    return new StageSpan(stage, this.clock, (seconds) => {
      this.#times.push({ stage, seconds });
      this.instruments.stageDuration.observe({ stage }, seconds);
    });
  }
}

/** What `track` knows a stage by: the same one for all timers of these instruments. */
function watcherOf(instruments: object, stage: string): object {
  const stages = watchers.get(instruments) ?? new Map<string, object>();
  const watcher = stages.get(stage) ?? { stage };
  watchers.set(instruments, stages.set(stage, watcher));
  return watcher;
}

const watchers = new WeakMap<object, Map<string, object>>();

class StageSpan<N extends string> implements Span {
  readonly #startedAt: number;
  readonly #since = failuresSoFar();

  constructor(
    readonly stage: N,
    private readonly clock: { now(): number },
    private readonly ended: (seconds: number) => void,
  ) {
    this.#startedAt = clock.now();
  }

  end(): void {
    this.ended((this.clock.now() - this.#startedAt) / 1000);
  }

  fail(error: unknown): void {
    rememberStage(error, this.stage, this.#since);
    this.end();
  }

  discard(): void {
    return;
  }
}
