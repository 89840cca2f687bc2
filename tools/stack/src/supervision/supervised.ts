import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from '@aura/parts';
import { backoffMs, STEADY_MS } from './backoff.js';
import { startChild, type Child, type Exit } from './child.js';
import type { ProcessId } from './proc.js';
import { untilReady, type Readiness } from './readiness.js';

/** How one part is started, known to be ready, and stopped. */
export interface Launch {
  readonly name: string;
  readonly command: Command;
  readonly readiness: Readiness;
  readonly readyWithinMs: number;
  readonly stopSignal: NodeJS.Signals;
  readonly graceMs: number;
  readonly logFile: string;
  /** Runs each time the part got ready, before anything that needs it starts. */
  readonly whenReady?: () => Promise<void>;
}

export type Phase = 'waiting' | 'starting' | 'ready' | 'backing off' | 'stopped';

export type Happening =
  | { readonly kind: 'changed' }
  | { readonly kind: 'ready'; readonly seconds: number }
  | { readonly kind: 'crashed'; readonly why: string; readonly waitMs: number };

/** A part that did not get ready when it was asked to. */
export class PartFailed extends Error {
  constructor(
    readonly launch: Launch,
    why: string,
  ) {
    super(`${launch.name} ${why}`);
  }
}

interface Running {
  readonly child: Child;
  readonly sinceMs: number;
}

/** One part and the promise to keep it up: from `start` until `stop` it is started again whenever it dies. */
export class Supervised {
  phase: Phase = 'waiting';
  restarts = 0;
  #running: Running | undefined;
  #hold = new AbortController();
  #vigil: Promise<void> = Promise.resolve();

  constructor(
    readonly launch: Launch,
    private readonly onHappening: (launch: Launch, happening: Happening) => void,
  ) {}

  get id(): ProcessId | undefined {
    return this.#running?.child.id;
  }

  get sinceMs(): number | undefined {
    return this.#running?.sinceMs;
  }

  /** Resolves when the part is ready; rejects, and tries no more, when it does not get there. */
  async start(): Promise<void> {
    if (this.phase !== 'waiting' && this.phase !== 'stopped') return;
    this.#hold = new AbortController();
    const failure = await this.#attempt();
    if (failure === undefined) {
      this.#vigil = this.#keepUp(this.#hold.signal);
      return;
    }
    await this.stop();
    throw new PartFailed(this.launch, failure);
  }

  /** Holds the part down until the next `start`. */
  async stop(signal: NodeJS.Signals = this.launch.stopSignal): Promise<void> {
    this.#hold.abort();
    await this.#running?.child.stop(signal, this.launch.graceMs);
    await this.#vigil;
    this.#running = undefined;
    this.#move('stopped');
  }

  async #keepUp(hold: AbortSignal): Promise<void> {
    let failures = 0;
    let death = await this.#nextDeath();
    while (!hold.aborted) {
      failures = this.#ranSteadily() ? 1 : failures + 1;
      const waitMs = backoffMs(failures, Math.random());
      this.#running = undefined;
      this.#move('backing off');
      this.onHappening(this.launch, { kind: 'crashed', why: death, waitMs });
      if (!(await sleep(waitMs, hold))) return;
      this.restarts += 1;
      death = (await this.#attempt()) ?? (await this.#nextDeath());
    }
  }

  async #nextDeath(): Promise<string> {
    const exit = await this.#running?.child.exited;
    return exit ? `ended with ${describeExit(exit)}` : 'was not running';
  }

  #ranSteadily(): boolean {
    return this.#running !== undefined && Date.now() - this.#running.sinceMs > STEADY_MS;
  }

  /** One start, up to ready. Says what went wrong, if anything did; then nothing of it is left running. */
  async #attempt(): Promise<string | undefined> {
    const { command, logFile, readyWithinMs } = this.launch;
    const sinceMs = Date.now();
    const child = await startChild(command, logFile).catch((error: unknown) => String(error));
    if (typeof child === 'string') return `could not be started: ${child}`;
    this.#running = { child, sinceMs };
    if (this.#hold.signal.aborted) await child.stop('SIGKILL', 0);
    this.#move('starting');
    const failure = await this.#untilReady(child, readyWithinMs);
    if (failure === undefined) {
      this.#move('ready');
      this.onHappening(this.launch, { kind: 'ready', seconds: (Date.now() - sinceMs) / 1000 });
    } else {
      await child.stop('SIGKILL', 0);
    }
    return failure;
  }

  async #untilReady(child: Child, readyWithinMs: number): Promise<string | undefined> {
    const giveUp = new AbortController();
    const deadline = AbortSignal.timeout(readyWithinMs);
    const asking = untilReady(this.launch.readiness, AbortSignal.any([deadline, giveUp.signal]));
    const outcome = await Promise.race([asking, child.exited]);
    giveUp.abort();
    if (typeof outcome === 'object')
      return `ended with ${describeExit(outcome)} before it was ready`;
    if (outcome !== undefined) return `was not ready within ${readyWithinMs / 1000} s: ${outcome}`;
    return this.launch.whenReady?.().then(
      () => undefined,
      (error: unknown) => `could not be set up: ${String(error)}`,
    );
  }

  #move(phase: Phase): void {
    this.phase = phase;
    this.onHappening(this.launch, { kind: 'changed' });
  }
}

function describeExit({ code, signal }: Exit): string {
  return signal === null ? `exit code ${String(code)}` : `signal ${signal}`;
}

/** Whether the whole wait passed. */
async function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
  return pause(ms, true, { signal }).catch(() => false);
}
