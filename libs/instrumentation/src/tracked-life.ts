/** One piece of work being watched. Exactly one of the three is called, once; none may throw. */
export interface Span {
  end(): void;
  fail(error: unknown): void;
  /** As if it had never begun. */
  discard(): void;
}

/** The span of something that lasts, such as an iteration: begun at most once and closed at most once. */
export class Life {
  #span: Span | undefined;
  #hasBegun = false;

  constructor(private readonly open: () => Span) {}

  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#span = this.open();
  }

  end(): void {
    const span = this.#span;
    this.#span = undefined;
    span?.end();
  }

  fail(error: unknown): void {
    const span = this.#span;
    this.#span = undefined;
    span?.fail(error);
  }
}
