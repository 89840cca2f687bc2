import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const STOP_DEADLINE_MS = 10_000;

/** Keeps at most one process of an app, and replaces it in order: the old one is gone first. */
export class Runner {
  readonly #main: string;
  readonly #say: (text: string) => void;
  #child: ChildProcess | undefined;
  #turn: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(main: string, say: (text: string) => void) {
    this.#main = main;
    this.#say = say;
  }

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  restart(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#stop();
      if (!this.#isClosed) this.#start();
    });
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#inTurn(() => this.#stop());
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(act);
    return this.#turn;
  }

  #start(): void {
    const child = spawn(process.execPath, ['--enable-source-maps', this.#main], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    this.#child = child;
    child.once('exit', (code, signal) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#say(
        `ended by itself (${signal ?? `exit code ${String(code)}`}); a change starts it again`,
      );
    });
  }

  async #stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const deadline = setTimeout(() => {
      this.#say(`did not stop within ${STOP_DEADLINE_MS / 1_000} s: killed`);
      child.kill('SIGKILL');
    }, STOP_DEADLINE_MS);
    await exited;
    clearTimeout(deadline);
  }
}
