const TERMINAL_EVERY_MS = 1_000;
const LOG_EVERY_MS = 15_000;

interface Running {
  readonly name: string;
  readonly about: string;
  readonly started: number;
}

/** Says which steps are running: a moving line on a terminal, now and then a line in a log. */
export class Progress {
  readonly #running = new Set<Running>();
  readonly #isTerminal = process.stdout.isTTY;
  #timer: NodeJS.Timeout | undefined;

  /** The function that it returns says that the step has ended. */
  follow({ name, about }: { readonly name: string; readonly about: string }): () => void {
    const step = { name, about, started: performance.now() };
    this.#running.add(step);
    this.#timer ??= setInterval(
      () => this.#show(),
      this.#isTerminal ? TERMINAL_EVERY_MS : LOG_EVERY_MS,
    );
    if (this.#isTerminal) this.#show();
    return () => {
      this.#running.delete(step);
      this.#clear();
      if (this.#running.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  #show(): void {
    const line = describeRunning([...this.#running], performance.now());
    this.#clear();
    process.stdout.write(this.#isTerminal ? line : `${line}\n`);
  }

  #clear(): void {
    if (this.#isTerminal) process.stdout.write('\r\u001b[2K');
  }
}

export function describeRunning(steps: readonly Running[], now: number): string {
  const words = steps.map(({ name, about, started }) => {
    return `${name} (${about}), ${Math.round((now - started) / 1_000)} s`;
  });
  return `… ${words.join('; ')}`;
}
